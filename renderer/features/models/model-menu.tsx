import {
  Ellipsis,
  FolderOpen,
  Info,
  ListMinus,
  MessageSquare,
  Pencil,
  Play,
  Power,
  ScrollText,
  Star,
  Trash2,
  Undo2,
} from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Model } from '@contract/model.ts'
import { chatWith } from '@renderer/app/chat-with.ts'
import { reveal } from '@renderer/app/reveal.ts'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '@renderer/ui/menu.tsx'
import { loadModel, makeDefault, renameModel, unloadModel } from './model-actions.ts'
import { hasTemplate, removalOf, type RowState } from './row-state.ts'

/** What the list does for a row: it asks first, or the row is about to go. */
export type RowAct = 'remove' | 'forget' | 'template'

interface ModelMenuProps {
  model: Model
  state: RowState
  isDefault: boolean
  detailsShown: boolean
  onDetails: () => void
  /** These come after the menu has gone. */
  onRename: () => void
  onAct: (act: RowAct) => void
}

/** What else can be done with a model. */
export function ModelMenu(props: ModelMenuProps) {
  const { model, state, isDefault, detailsShown, onDetails, onRename, onAct } = props
  const { t } = useTranslation('models')
  const chosen = useRef<RowAct | 'rename' | null>(null)
  const choose = (act: RowAct | 'rename') => () => {
    chosen.current = act
  }
  const removal = removalOf(model)
  const canRun = state.kind === 'usable' || state.kind === 'failed'
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton icon={Ellipsis} label={t('menu.label', { name: model.name })} />
      </MenuTrigger>
      <MenuContent
        onCloseAutoFocus={(event) => {
          const act = chosen.current
          chosen.current = null
          // What is asked in a box leaves the focus to the menu's button, which the box then gives it back to.
          if (act === 'rename' || act === 'forget') event.preventDefault()
          if (act === 'rename') onRename()
          else if (act !== null) onAct(act)
        }}
      >
        {(state.kind === 'loaded' || state.kind === 'failed') && (
          <MenuItem icon={MessageSquare} onSelect={() => chatWith(model.id)}>
            {t('menu.chat')}
          </MenuItem>
        )}
        {canRun && (
          <MenuItem icon={Play} onSelect={() => void loadModel(model)}>
            {t('menu.load')}
          </MenuItem>
        )}
        {state.kind === 'loaded' && (
          <MenuItem icon={Power} onSelect={() => void unloadModel()}>
            {t('menu.unload')}
          </MenuItem>
        )}
        {!isDefault && state.kind !== 'broken' && (
          <MenuItem icon={Star} onSelect={() => makeDefault(model)}>
            {t('menu.makeDefault')}
          </MenuItem>
        )}
        <MenuItem icon={Pencil} onSelect={choose('rename')}>
          {t('menu.rename')}
        </MenuItem>
        {model.renamed && (
          <MenuItem icon={Undo2} onSelect={() => void renameModel(model, null)}>
            {t('ownName')}
          </MenuItem>
        )}
        {hasTemplate(model) && (
          <MenuItem icon={ScrollText} onSelect={choose('template')}>
            {t('menu.template')}
          </MenuItem>
        )}
        <MenuItem icon={FolderOpen} onSelect={() => void reveal(model.path)}>
          {t('menu.reveal')}
        </MenuItem>
        <MenuItem icon={Info} onSelect={onDetails}>
          {detailsShown ? t('menu.hideDetails') : t('menu.details')}
        </MenuItem>
        {removal !== null && (
          <>
            <MenuSeparator />
            <MenuItem icon={removal === 'forget' ? ListMinus : Trash2} danger onSelect={choose(removal)}>
              {t(`menu.${removal}`)}
            </MenuItem>
          </>
        )}
      </MenuContent>
    </Menu>
  )
}
