import { HardDriveDownload } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isEditable } from '@renderer/ui/shortcut.ts'
import { offerModelFiles } from './add-models.ts'

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

/** Takes model files dropped anywhere on the window. Nothing that is dropped can make the page go elsewhere. */
export function DropZone() {
  const { t } = useTranslation()
  const [over, setOver] = useState(false)

  useEffect(() => {
    const onDrag = (event: DragEvent): void => {
      if (carriesFiles(event)) {
        event.preventDefault()
        if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
        setOver(true)
      } else if (!isEditable(event.target)) {
        event.preventDefault()
      }
    }
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false)
    }
    const onDrop = (event: DragEvent): void => {
      setOver(false)
      const files = carriesFiles(event) ? [...(event.dataTransfer?.files ?? [])] : []
      if (files.length > 0 || !isEditable(event.target)) event.preventDefault()
      // A file without a path does not come from a disk, such as a picture dragged out of a page.
      offerModelFiles(files.map((file) => window.hearth.pathOfFile(file)).filter((path) => path !== ''))
    }
    window.addEventListener('dragenter', onDrag)
    window.addEventListener('dragover', onDrag)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragenter', onDrag)
      window.removeEventListener('dragover', onDrag)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('drop', onDrop)
    }
  }, [])

  if (!over) return null
  return (
    <div className="pointer-events-none fixed inset-0 z-50 grid place-content-center bg-[color-mix(in_oklch,var(--bg)_96%,transparent)] p-4">
      <div className="fixed inset-3 rounded-composer border-2 border-dashed border-ember bg-ember-wash" />
      <p className="relative grid justify-items-center gap-3 text-lg font-medium">
        <HardDriveDownload size={32} strokeWidth={1.5} aria-hidden="true" className="text-ember" />
        {t('dropModel')}
      </p>
    </div>
  )
}
