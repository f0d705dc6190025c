import { useTranslation } from 'react-i18next'

const noBreakSpace = '\u00a0'
const units = ['B', 'kB', 'MB', 'GB', 'TB']
/** The unit from which on tenths matter. */
const gigabytes = units.indexOf('GB')

/** Numbers as this language writes them. */
export interface Formats {
  /** Grouped: 8,192. `digits`: decimals, exactly. */
  number: (value: number, digits?: number) => string
  /** From 0…1: 42 %; 42%. */
  percent: (fraction: number) => string
  /** Decimal units, as the disk says them: 98 MB, 2.5 GB. */
  bytes: (bytes: number) => string
  /** The number alone, in the unit that `bytes` takes for `whole`: 3.4, 3.0 (of 16 GB). */
  bytesOf: (bytes: number, whole: number) => string
  /** Large numbers as people say them, to three digits: 135M, 1.35 亿. */
  compact: (value: number) => string
  /** Tokens of a context, as people say them: 8k, 32k, 128k. */
  context: (tokens: number) => string
  /** Sentences one after another, with a space between them where the language has one. What is not there is left out. */
  sentences: (...sentences: (string | false | null | undefined)[]) => string
  /** Words one after another, parted as the language does: code, reasoning; 代码、推理. */
  list: (items: readonly string[]) => string
  /** What stands between two sentences. */
  sentenceGap: string
  /** Time of day: 14:02. */
  time: (at: number) => string
  /** A day: 3 March 2026. */
  date: (at: number) => string
  /** A day and its time, as short as a table wants it, and the same day to everybody: 24 Nov 2026, 13:02:05. */
  moment: (at: number) => string
}

function roundedParts(bytes: number): { value: number; unit: string; digits: number } {
  let value = Math.max(0, bytes)
  let step = 0
  while (step < units.length - 1 && value >= 999.5) {
    value /= 1000
    step += 1
  }
  // Tenths also matter for what would else be a single digit.
  const digits = step >= gigabytes ? (value < 99.95 ? 1 : 0) : step > 0 && value < 9.95 ? 1 : 0
  return { value, unit: units[step] ?? 'B', digits }
}

/** A day and its time, which break between the two only. */
function brokenOnceAtMost(text: string): string {
  const gap = text.lastIndexOf(' ')
  return text.slice(0, gap).replaceAll(' ', noBreakSpace) + text.slice(gap)
}

/** `bytes` in the unit of `whole`, with a digit more where it would be nothing else. `least`: decimals that are written even when they are 0. */
function partOf(bytes: number, whole: number): { value: number; digits: number; least: number } {
  const step = units.indexOf(roundedParts(whole).unit)
  const value = Math.max(0, bytes) / 1000 ** step
  const digits = value >= 99.95 ? 0 : value >= 0.095 ? 1 : 2
  return { value, digits, least: step >= gigabytes && digits === 1 ? 1 : 0 }
}

/** Made when it is first needed: Chromium takes some milliseconds for each of its formats, and the first paint needs hardly any. */
function lazily<Made>(make: () => Made): () => Made {
  let made: Made | undefined
  return () => (made ??= make())
}

function createFormats(language: string): Formats {
  const isChinese = language.startsWith('zh')
  const sentenceGap = isChinese ? '' : ' '
  const plain = lazily(() => new Intl.NumberFormat(language))
  const short = lazily(
    () => new Intl.NumberFormat(language, { notation: 'compact', maximumSignificantDigits: 3, useGrouping: 'always' }),
  )
  // Of English as its texts are written here.
  const dates = isChinese ? language : 'en-GB'
  const dateFormat = (options: Intl.DateTimeFormatOptions): (() => Intl.DateTimeFormat) =>
    lazily(() => new Intl.DateTimeFormat(dates, { hourCycle: 'h23', ...options }))
  const timeOfDay = dateFormat({ hour: '2-digit', minute: '2-digit' })
  const day = dateFormat({ day: 'numeric', month: 'long', year: 'numeric' })
  const moment = dateFormat({ dateStyle: isChinese ? 'short' : 'medium', timeStyle: 'medium' })
  // Chinese has no space before its units by itself; everywhere else here one stands between a number and what is counted.
  const spaced = (parts: Intl.NumberFormatPart[]): string =>
    parts.map(({ type, value }) => (type === 'compact' && isChinese ? `${noBreakSpace}${value}` : value)).join('')
  const number: Formats['number'] = (value, digits) =>
    digits === undefined
      ? plain().format(value)
      : value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return {
    number,
    percent: (fraction) => `${plain().format(Math.round(fraction * 100))}${isChinese ? '' : noBreakSpace}%`,
    bytes: (bytes) => {
      const { value, unit, digits } = roundedParts(bytes)
      return `${value.toLocaleString(language, { maximumFractionDigits: digits })}${noBreakSpace}${unit}`
    },
    bytesOf: (bytes, whole) => {
      const { value, digits, least } = partOf(bytes, whole)
      return value.toLocaleString(language, { minimumFractionDigits: least, maximumFractionDigits: digits })
    },
    compact: (value) => spaced(short().formatToParts(value)),
    context: (tokens) => (tokens >= 1024 ? `${plain().format(Math.round(tokens / 1024))}k` : plain().format(tokens)),
    list: (items) => items.join(isChinese ? '、' : ', '),
    sentences: (...sentences) => sentences.filter(Boolean).join(sentenceGap),
    sentenceGap,
    time: (at) => timeOfDay().format(at),
    date: (at) => day().format(at),
    moment: (at) => brokenOnceAtMost(moment().format(at)),
  }
}

const byLanguage = new Map<string, Formats>()

/** The formats of a language (BCP 47). */
export function formatsFor(language: string): Formats {
  const formats = byLanguage.get(language) ?? createFormats(language)
  byLanguage.set(language, formats)
  return formats
}

/** The formats of the present language. */
export function useFormats(): Formats {
  const { i18n } = useTranslation()
  return formatsFor(i18n.language)
}
