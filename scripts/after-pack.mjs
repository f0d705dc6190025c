// Called by electron-builder when the application's folder is complete.
import fs from 'node:fs'
import path from 'node:path'

/** The default app would let a packaged Hearth run any folder that is named on its command line. */
export default function afterPack({ appOutDir, packager, electronPlatformName }) {
  const resources =
    electronPlatformName === 'darwin'
      ? path.join(appOutDir, `${packager.appInfo.productFilename}.app/Contents/Resources`)
      : path.join(appOutDir, 'resources')
  fs.rmSync(path.join(resources, 'default_app.asar'), { force: true })
}
