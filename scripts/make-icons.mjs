// Draws resources/icons/<size>x<size>.png from icon.svg, after a change of it. Needs rsvg-convert (Debian: librsvg2-bin).
import path from 'node:path'
import { main, quietly, root } from './project.mjs'

const icons = path.join(root, 'resources/icons')

await main(async () => {
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024])
    await quietly('rsvg-convert', ['-w', `${size}`, '-h', `${size}`, '-o', `${size}x${size}.png`, 'icon.svg'], {
      cwd: icons,
    })
})
