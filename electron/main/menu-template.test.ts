import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { menuCommandSchema, type MenuCommand } from '../contract/shell.ts'
import { linkTemplate, menuTemplate, placeTemplate, type Place } from './menu-template.ts'
import { wordsOf } from './words.ts'

const nowhere: Place = { isEditable: false, selectionText: '', editFlags: {} }

/** What choosing an item does. */
function choose({ click }: MenuItemConstructorOptions): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- none of ours looks at what Electron hands it
  ;(click as () => void)()
}

/** All items of a menu and of the menus in it, without the lines between them. */
function itemsOf(template: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template
    .filter(({ type }) => type !== 'separator')
    .flatMap((item) => [item, ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : [])])
}

function applicationMenu(language: string, mac: boolean, chosen: MenuCommand[] = []): MenuItemConstructorOptions[] {
  const onCommand = (command: MenuCommand): number => chosen.push(command)
  return itemsOf(menuTemplate(wordsOf(language), { mac, developing: true, onCommand }))
}

/** The labels of the menu at a place, those that can be chosen. */
function menuAt(place: Partial<Place>, language = 'en'): (string | undefined)[] {
  const items = itemsOf(placeTemplate(wordsOf(language), { ...nowhere, ...place }))
  return items.filter(({ enabled = true }) => enabled).map(({ label }) => label)
}

describe.each([true, false])('the application’s menu (macOS: %s)', (mac) => {
  it('is Chinese to the last item when the interface is', () => {
    const labels = applicationMenu('zh-CN', mac).map(({ label }) => label ?? '')
    expect(labels.filter((label) => label !== 'Hearth' && !/\p{Script=Han}/u.test(label))).toEqual([])
  })

  it('has no Chinese word when it is English', () => {
    const labels = applicationMenu('en', mac).map(({ label }) => label ?? '')
    expect(labels.filter((label) => label === '' || /\p{Script=Han}/u.test(label))).toEqual([])
  })

  it('leads to every command that the page knows, each by a shortcut of its own', () => {
    const chosen: MenuCommand[] = []
    const items = applicationMenu('en', mac, chosen).filter(({ click }) => click !== undefined)
    items.forEach(choose)
    expect(chosen.toSorted()).toEqual(menuCommandSchema.options.toSorted())
    expect(new Set(items.map(({ accelerator }) => accelerator)).size).toBe(chosen.length)
  })
})

describe('the menu of a place', () => {
  it('offers for a field what its state allows', () => {
    const field = { isEditable: true, editFlags: { canPaste: true, canSelectAll: true } }
    expect(menuAt(field)).toEqual(['Paste', 'Select all'])
    const selected = { ...field, editFlags: { ...field.editFlags, canCut: true, canCopy: true } }
    expect(menuAt(selected)).toEqual(['Cut', 'Copy', 'Paste', 'Select all'])
    expect(menuAt(selected, 'zh-CN')).toEqual(['剪切', '复制', '粘贴', '全选'])
  })

  it('offers to copy what is selected of a text that cannot be changed', () => {
    const text = { editFlags: { canCopy: true, canPaste: true, canSelectAll: true } }
    expect(menuAt({ ...text, selectionText: 'words' })).toEqual(['Copy', 'Select all'])
    expect(menuAt(text)).toEqual([])
  })
})

it('the menu of a link copies its address', () => {
  let copied = 0
  const items = linkTemplate(wordsOf('zh-CN'), () => (copied += 1))
  expect(items.map(({ label }) => label)).toEqual(['复制链接地址'])
  items.forEach(choose)
  expect(copied).toBe(1)
})
