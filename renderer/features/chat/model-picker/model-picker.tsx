import { Command, defaultFilter } from 'cmdk'
import { Box, ChevronDown, Compass, Plus, type LucideIcon } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { EngineState, Model } from '@contract/model.ts'
import { chooseModelFiles } from '@renderer/app/add-models.ts'
import { go, paths } from '@renderer/app/routes.ts'
import { useEngine } from '@renderer/app/state/engine.ts'
import { useModels } from '@renderer/app/state/models.ts'
import { useFormats } from '@renderer/app/text/format.ts'
import { Popover, PopoverContent, PopoverTrigger } from '@renderer/ui/popover.tsx'
import { ProgressRing } from '@renderer/ui/progress-ring.tsx'
import { setPickerOpen, useChatUi } from '../chat-ui.ts'
import { useChatModel } from '../thread/choices.ts'
import { useThread } from '../thread/thread-store.ts'
import { chooseModel, inPickingOrder } from './choose-model.ts'
import { ModelOption } from './model-option.tsx'

/** Says which model answers, and lets the person choose another. `onChosen`: the list has gone and the focus is free. */
export function ModelPicker({ onChosen }: { onChosen: () => void }) {
  const { t } = useTranslation('chat')
  const chosen = useRef(false)
  const adding = useRef(false)
  const open = useChatUi((ui) => ui.pickerOpen)
  const { modelId, name } = useChatModel()
  const listed = useModels(({ loaded }) => loaded)
  const opening = useThread(({ status }) => status === 'opening')
  const engine = useEngine((state) => state.engine)
  const progress = engine.phase === 'loading' && engine.modelId === modelId ? engine.progress : null
  const { percent } = useFormats()
  return (
    <Popover open={open} onOpenChange={setPickerOpen}>
      <PopoverTrigger asChild>
        <button
          type="button"
          aria-label={
            progress === null
              ? t('model.button', { model: name })
              : t('model.loadingButton', { model: name, progress: percent(progress) })
          }
          className="inline-flex h-[30px] min-w-0 items-center gap-[7px] rounded-md px-2 text-sm text-soft hover:bg-hover data-[state=open]:bg-active"
        >
          <ShortenedName name={name || (listed && !opening ? t('model.none') : '…')} />
          {progress !== null && (
            <span className="appear-late shrink-0">
              <ProgressRing share={progress} color="var(--ember)" size={14} />
            </span>
          )}
          <ChevronDown size={15} strokeWidth={1.75} aria-hidden="true" className="shrink-0" />
        </button>
      </PopoverTrigger>
      <PopoverContent
        side="top"
        align="start"
        aria-label={t('model.choose')}
        onCloseAutoFocus={(event) => {
          // What is asked about the files gives the focus back to the button, which has it by then.
          if (adding.current) void chooseModelFiles()
          adding.current = false
          if (!chosen.current) return
          event.preventDefault()
          chosen.current = false
          onChosen()
        }}
        className="flex w-[min(420px,calc(100vw-24px))] flex-col"
      >
        <ModelList
          chosenId={modelId}
          onChoose={(id) => {
            chosen.current = true
            setPickerOpen(false)
            void chooseModel(id)
          }}
          onAdd={() => {
            adding.current = true
            setPickerOpen(false)
          }}
        />
      </PopoverContent>
    </Popover>
  )
}

/** How much of a name's end stays in sight, in characters: what tells two files of one model apart. */
const endLength = 12

/** In one line, shortened in its middle: names of one family begin alike. */
function ShortenedName({ name }: { name: string }) {
  const characters = Array.from(name)
  return (
    <span className="flex min-w-0 font-[550] whitespace-pre text-text">
      <span className="overflow-hidden text-ellipsis">{characters.slice(0, -endLength).join('')}</span>
      <span className="shrink-0">{characters.slice(-endLength).join('')}</span>
    </span>
  )
}

interface ModelListProps {
  chosenId: string | null
  onChoose: (modelId: string) => void
  onAdd: () => void
}

function ModelList({ chosenId, onChoose, onAdd }: ModelListProps) {
  const { t } = useTranslation('chat')
  const models = useModels(({ list }) => list)
  const engine = useEngine((state) => state.engine)
  const close = (act: () => void) => () => {
    setPickerOpen(false)
    act()
  }
  return (
    <>
      <Command
        label={t('model.choose')}
        className="flex min-h-0 flex-col"
        defaultValue={chosenId ?? ''}
        // Looks in what is shown, not in the id as well, which nobody has seen.
        filter={(_id, typed, shown = []) => defaultFilter(shown.join(' '), typed)}
        loop
      >
        <div className="shrink-0 border-b border-line p-1.5">
          <Command.Input
            placeholder={t('model.filter')}
            className="h-8 w-full rounded-sm bg-transparent px-2.5 text-sm outline-none"
          />
        </div>
        <Command.List className="max-h-[min(360px,52vh)] scroll-py-1 overflow-y-auto p-1">
          <Command.Empty className="px-3 py-6 text-center text-soft">{t('model.noMatch')}</Command.Empty>
          {inPickingOrder(models).map((model) => (
            <ModelOption
              key={model.id}
              model={model}
              chosen={model.id === chosenId}
              memory={memoryOf(model, engine)}
              onChoose={() => onChoose(model.id)}
            />
          ))}
        </Command.List>
      </Command>
      <div className="grid shrink-0 gap-px border-t border-line p-1">
        <FooterButton icon={Compass} onClick={close(() => go(paths.discover))}>
          {t('model.more')}
        </FooterButton>
        <FooterButton icon={Plus} onClick={onAdd}>
          {t('model.add')}
        </FooterButton>
        <FooterButton icon={Box} onClick={close(() => go(paths.models))}>
          {t('model.manage')}
        </FooterButton>
      </div>
    </>
  )
}

function memoryOf({ id }: Model, engine: EngineState): 'loaded' | 'loading' | null {
  if (engine.phase === 'ready' && engine.modelId === id) return 'loaded'
  return engine.phase === 'loading' && engine.modelId === id ? 'loading' : null
}

interface FooterButtonProps {
  icon: LucideIcon
  onClick: () => void
  children: ReactNode
}

function FooterButton({ icon: Icon, onClick, children }: FooterButtonProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="focus-inset flex h-8 items-center gap-2.5 rounded-sm px-2.5 text-left hover:bg-hover"
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" className="text-soft" />
      {children}
    </button>
  )
}
