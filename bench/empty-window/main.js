// The baseline for starting and for memory: an Electron window of the same size and safety with nothing in it.
import { app, BrowserWindow, session } from 'electron'

// Not awaited: Electron is ready only after this module has been evaluated.
void app.whenReady().then(() => {
  // It would look for a dictionary on the network.
  session.defaultSession.setSpellCheckerLanguages([])
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    webPreferences: { sandbox: true, contextIsolation: true },
  })
  return window.loadURL('data:text/html,<title>Empty</title><p>Nothing')
})
