// The baseline for starting and for memory: an Electron window of the same size and safety with nothing in it.
import { app, BrowserWindow } from 'electron'

await app.whenReady()
const window = new BrowserWindow({
  width: 1280,
  height: 800,
  webPreferences: { sandbox: true, contextIsolation: true },
})
void window.loadURL('data:text/html,<title>Empty</title><p>Nothing')
