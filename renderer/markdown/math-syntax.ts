interface Token {
  type: string
}
/** A character of the text: its code, a line ending or space of micromark's (negative), or null at the end. */
type Code = number | null
type State = (code: Code) => State | undefined
interface Effects {
  enter(type: string): Token
  exit(type: string): unknown
  consume(code: Code): void
}

const backslash = 92
const dollar = 36
const backtick = 96
/** What closes `\(` and `\[`. */
const closing = new Map<Code, number>([
  [40, 41],
  [91, 93],
])

const isLineEnding = (code: Code): boolean => code !== null && code < -2
const isSpace = (code: Code): boolean => code === 32 || code === -1 || code === -2
const isWord = (code: Code): boolean =>
  code !== null && ((code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122))

/**
 * What was looked for in a text up to its end, and is not there: so it is not looked for again from every later place. The key is the
 * tokenizer of one text.
 */
const missing = new WeakMap<object, Set<number>>()

/**
 * Math within a paragraph, with the tokens of remark-math: `\(x\)`, `\[x\]`, `$$x$$`, and `$x$` where the dollars can mean nothing
 * else. `$5 or $10` is money, `$HOME/bin:$PATH` is a shell.
 */
export const mathSyntax = {
  text: {
    [backslash]: { name: 'bracketMath', tokenize: bracketMath },
    [dollar]: { name: 'dollarMath', tokenize: dollarMath, previous: (code: Code) => code !== dollar && !isWord(code) },
  },
}

/** `\(` or `\[` up to its counterpart. */
function bracketMath(this: object, effects: Effects, ok: State, nok: State): State {
  const gone = missingIn(this)
  let close: number | undefined
  let token: Token | undefined
  let empty = true

  return (code) => {
    enterMath(effects, code)
    return bracket
  }

  function bracket(code: Code): State | undefined {
    close = closing.get(code)
    if (close === undefined || gone.has(close)) return nok(code)
    effects.consume(code)
    effects.exit('mathTextSequence')
    return between
  }

  function between(code: Code): State | undefined {
    if (code === null) return nothing(code)
    if (isLineEnding(code)) return lineEnding(effects, code, between)
    if (code === backslash) {
      token = effects.enter('mathTextSequence')
      effects.consume(code)
      return afterBackslash
    }
    effects.enter('mathTextData')
    return data(code)
  }

  function afterBackslash(code: Code): State | undefined {
    if (code === close) {
      if (empty) return nok(code)
      effects.consume(code)
      return (next) => exitMath(effects, ok, next)
    }
    if (token) token.type = 'mathTextData'
    if (code !== backslash) return data(code)
    effects.consume(code)
    return data
  }

  function data(code: Code): State | undefined {
    if (code === null || code === backslash || isLineEnding(code)) {
      effects.exit('mathTextData')
      return between(code)
    }
    empty = false
    effects.consume(code)
    return data
  }

  function nothing(code: Code): State | undefined {
    if (close !== undefined) gone.add(close)
    return nok(code)
  }
}

/** One dollar or two, up to as many. */
function dollarMath(this: object, effects: Effects, ok: State, nok: State): State {
  const gone = missingIn(this)
  let size = 1
  let run = 0
  let token: Token | undefined
  let before: Code = null

  return (code) => {
    enterMath(effects, code)
    return open
  }

  function open(code: Code): State | undefined {
    if (code === dollar && size === 1) {
      size = 2
      effects.consume(code)
      return open
    }
    const isNone = code === dollar || (size === 1 && (isSpace(code) || isLineEnding(code)))
    if (isNone || gone.has(size)) return nok(code)
    effects.exit('mathTextSequence')
    return between(code)
  }

  function between(code: Code): State | undefined {
    if (code === null) {
      gone.add(size)
      return nok(code)
    }
    if (isLineEnding(code)) {
      before = code
      return lineEnding(effects, code, between)
    }
    if (code === dollar) {
      token = effects.enter('mathTextSequence')
      run = 0
      return dollars(code)
    }
    effects.enter('mathTextData')
    return data(code)
  }

  function dollars(code: Code): State | undefined {
    if (code === dollar) {
      run += 1
      effects.consume(code)
      return dollars
    }
    if (run === size && (size === 2 || isClosedBy(before, code))) return exitMath(effects, ok, code)
    if (token) token.type = 'mathTextData'
    before = dollar
    return data(code)
  }

  function data(code: Code): State | undefined {
    if (code === null || isLineEnding(code) || (code === dollar && before !== backslash)) {
      effects.exit('mathTextData')
      return between(code)
    }
    // In a shell's words, not in a formula: code begins here.
    if (code === backtick && size === 1) return nok(code)
    before = before === backslash && code === backslash ? null : code
    effects.consume(code)
    return data
  }
}

/** Whether a dollar between these two can end a formula. */
function isClosedBy(before: Code, after: Code): boolean {
  return !isSpace(before) && !isLineEnding(before) && !isWord(after)
}

function enterMath(effects: Effects, code: Code): void {
  effects.enter('mathText')
  effects.enter('mathTextSequence')
  effects.consume(code)
}

function exitMath(effects: Effects, ok: State, code: Code): State | undefined {
  effects.exit('mathTextSequence')
  effects.exit('mathText')
  return ok(code)
}

function lineEnding(effects: Effects, code: Code, next: State): State {
  effects.enter('lineEnding')
  effects.consume(code)
  effects.exit('lineEnding')
  return next
}

function missingIn(text: object): Set<number> {
  const known = missing.get(text) ?? new Set()
  missing.set(text, known)
  return known
}
