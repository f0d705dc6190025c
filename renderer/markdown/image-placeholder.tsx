import { ImageOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'

const longestData = 40

/** Where an image would stand. It is never fetched: an address can carry words out, and tells that they were read. */
export function ImagePlaceholder({ src, alt }: { src: string; alt: string }) {
  const { t } = useTranslation('markdown')
  const address = /^\s*data:/i.test(src) ? `${src.trim().slice(0, longestData)}…` : src
  return (
    <span className="md-image" dir="auto">
      <ImageOff size={16} strokeWidth={1.75} aria-hidden="true" />
      <span>
        {alt === '' ? t('imageUnnamed') : t('image', { alt })}
        {address !== '' && <bdi className="md-image-address">{address}</bdi>}
      </span>
    </span>
  )
}
