import { Ellipsis, FolderOpen, Info, ListMinus, MessageSquare, Play, Power, Star } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Model } from '@contract/model.ts'
import { IconButton } from '@renderer/ui/icon-button.tsx'
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '@renderer/ui/menu.tsx'
import { chatWith, loadModel, makeDefault, unloadModel } from './model-actions.ts'
import type { RowState } from './row-state.ts'

interface ModelMenuProps {
  model: Model
  state: RowState
  isDefault: boolean
  detailsShown: boolean
  onDetails: () => void
  /** Comes after the menu has gone and the focus is free. */
  onForget: () => void
}

/** What else can be done with a model. */
export function ModelMenu({ model, state, isDefault, detailsShown, onDetails, onForget }: ModelMenuProps) {
  const { t } = useTranslation('models')
  const forget = useRef(false)
  const canRun = state.kind === 'usable' || state.kind === 'failed'
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton icon={Ellipsis} label={t('menu.label', { name: model.name })} />
      </MenuTrigger>
      <MenuContent
        onCloseAutoFocus={(event) => {
          if (!forget.current) return
          forget.current = false
          event.preventDefault()
          onForget()
        }}
      >
        {(state.kind === 'loaded' || state.kind === 'failed') && (
          <MenuItem icon={MessageSquare} onSelect={() => chatWith(model)}>
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
        <MenuItem icon={FolderOpen} onSelect={() => void window.hearth.revealFile(model.path)}>
          {t('menu.reveal')}
        </MenuItem>
        <MenuItem icon={Info} onSelect={onDetails}>
          {detailsShown ? t('menu.hideDetails') : t('menu.details')}
        </MenuItem>
        {model.source === 'added' && (
          <>
            <MenuSeparator />
            <MenuItem icon={ListMinus} danger onSelect={() => (forget.current = true)}>
              {t('menu.forget')}
            </MenuItem>
          </>
        )}
      </MenuContent>
    </Menu>
  )
}
