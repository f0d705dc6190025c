import { useTranslation } from 'react-i18next'

/** The name of a language (BCP 47) in the present language; the code itself where it has none. */
export function useLanguageName(): (code: string) => string {
  const { i18n } = useTranslation()
  return (code) => {
    try {
      return new Intl.DisplayNames(i18n.language, { type: 'language' }).of(code) ?? code
    } catch {
      return code // not a code at all: it comes from a file
    }
  }
}
