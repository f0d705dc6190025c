import { beforeEach, describe, expect, it } from 'vitest'
import { openNodePage, type NodePage } from '@renderer/testing/node-page.ts'
import { closeDrawer, openSide, toggleSide, useLayout } from './layout.ts'

let page: NodePage
const layout = () => useLayout.getState()

beforeEach(() => {
  page = openNodePage()
  useLayout.setState({ sidebar: true, inspector: false, drawer: null })
})

describe('with room for side parts', () => {
  it('each opens and closes by itself', () => {
    toggleSide('inspector')
    expect(layout()).toEqual({ sidebar: true, inspector: true, drawer: null })
    toggleSide('sidebar')
    expect(layout()).toEqual({ sidebar: false, inspector: true, drawer: null })
  })

  it('opening what is open changes nothing', () => {
    openSide('sidebar')
    expect(layout().sidebar).toBe(true)
  })
})

describe('without room', () => {
  beforeEach(() => {
    page.media.set('(width < 960px)', true)
  })

  it('one drawer is open at a time', () => {
    toggleSide('sidebar')
    expect(layout().drawer).toBe('sidebar')
    toggleSide('inspector')
    expect(layout().drawer).toBe('inspector')
    toggleSide('inspector')
    expect(layout().drawer).toBeNull()
  })

  it('what stands open where there is room is not touched', () => {
    openSide('sidebar')
    closeDrawer()
    expect(layout()).toEqual({ sidebar: true, inspector: false, drawer: null })
  })
})
