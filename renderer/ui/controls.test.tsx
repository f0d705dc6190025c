import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, describe, expect, it } from 'vitest'
import { openNodePage } from '@renderer/testing/node-page.ts'
import { Meter } from './meter.tsx'
import { NumberField, numberOf } from './number-field.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { SegmentedControl } from './segmented-control.tsx'
import { SettingRow } from './setting-row.tsx'
import { SliderField } from './slider-field.tsx'
import { TooltipProvider } from './tooltip.tsx'

beforeAll(() => {
  openNodePage()
})

const markup = (element: ReactElement): string => renderToStaticMarkup(<TooltipProvider>{element}</TooltipProvider>)
const nothing = (): void => undefined

describe('a meter', () => {
  const parts = [
    { name: 'weights', amount: 30, color: 'red' },
    { name: 'context', amount: 20, color: 'blue' },
  ]
  const meter = (max: number): string =>
    markup(<Meter label="Memory" value={50} max={max} valueText="half" parts={parts} />)

  it('says its value in words and shows its parts by their share', () => {
    expect(meter(100)).toContain('aria-valuenow="50"')
    expect(meter(100)).toContain('aria-valuetext="half"')
    expect(meter(100)).toMatch(/width:30%.*width:20%/)
  })

  it('shows a small amount as one part, in the full colour of most of it', () => {
    const little = markup(
      <Meter
        label="Memory"
        value={2}
        max={100}
        valueText="little"
        parts={[
          { name: 'weights', amount: 0.5, color: 'red' },
          { name: 'compute', amount: 1.5, color: 'blue', opacity: 0.3 },
        ]}
      />,
    )
    expect(little).toContain('style="width:2%;background:blue"')
    expect(little).not.toMatch(/red|opacity/)
  })

  it('leaves out parts of nothing', () => {
    const none = { name: 'none', amount: 0, color: 'green' }
    expect(markup(<Meter label="M" value={0} max={9} valueText="0" parts={[none]} />)).not.toContain('green')
    expect(markup(<Meter label="M" value={5} max={9} valueText="5" parts={[none, ...parts]} />)).not.toContain('green')
  })

  it('is full, not wider, when there is more than it holds', () => {
    expect(meter(25)).toContain('aria-valuemax="50"')
    expect(meter(25)).toMatch(/width:60%.*width:40%/)
  })
})

describe('a progress bar', () => {
  it.each([
    [-1, 0],
    [0.426, 43],
    [2, 100],
  ])('at %d says %d', (progress, percent) => {
    expect(markup(<ProgressBar label="Loading" progress={progress} />)).toContain(`aria-valuenow="${percent}"`)
  })
})

describe('a slider with its words', () => {
  const slider = (value: number | null): string =>
    markup(
      <SliderField
        label="Temperature"
        value={value}
        automatic={0.2}
        min={0}
        max={2}
        step={0.1}
        format={(shown) => `<${shown}>`}
        resetLabel="Reset to 0.2"
        automaticLabel="Automatic"
        onChange={nothing}
      />,
    )

  it('shows the automatic value and says so while nothing is chosen', () => {
    expect(slider(null)).toContain('Automatic')
    expect(slider(null)).toContain('&lt;0.2&gt;')
    expect(slider(null)).not.toContain('Reset to 0.2')
  })

  it('shows what was chosen, also when it is 0, and the way back', () => {
    expect(slider(0)).toContain('&lt;0&gt;')
    expect(slider(0)).toContain('aria-label="Reset to 0.2"')
    expect(slider(0)).not.toContain('Automatic')
  })
})

describe('a setting', () => {
  const row = (reset: { label: string; onReset: () => void } | null): string =>
    markup(
      <SettingRow name="Seed" description="A sentence." reset={reset}>
        <NumberField label="Seed" value={0} min={0} max={9} placeholder="Random" onChange={nothing} />
      </SettingRow>,
    )

  it('has a way back only while there is something to take back', () => {
    expect(row({ label: 'Reset seed', onReset: nothing })).toContain('aria-label="Reset seed"')
    expect(row(null)).not.toContain('<button')
  })

  it('takes a number as people write it', () => {
    expect(['', ' ', '2048', '2,048', '1 048 576', '２０４８', '-1'].map(numberOf)).toEqual([
      null,
      null,
      2048,
      2048,
      1_048_576,
      2048,
      -1,
    ])
    expect(['1,2', '12,34', 'two'].map(numberOf)).toEqual([Number.NaN, Number.NaN, Number.NaN])
  })

  it('shows a number that is 0', () => {
    expect(row(null)).toMatch(/<input[^>]*value="0"/)
  })
})

describe('a choice of a few', () => {
  it('marks the one that is chosen, and none when it is another', () => {
    const options = [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ]
    const checked = (value: string): number =>
      markup(<SegmentedControl label="Letter" value={value} options={options} onChange={nothing} />).split(
        'aria-checked="true"',
      ).length - 1
    expect(checked('b')).toBe(1)
    expect(checked('c')).toBe(0)
  })
})
