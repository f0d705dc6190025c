import './zod-config.ts'
import './styles.css'
import { StrictMode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { firstFrame } from '@renderer/ui/first-frame.ts'
import { App } from './app.tsx'
import { applyAppearance, followSystemTheme, markComputer, rememberedAppearance } from './appearance.ts'
import { openConnection } from './backend.ts'
import { followBackend } from './state/events.ts'
import { languageFor, startTexts } from './text/i18n.ts'

const appearance = rememberedAppearance()
startTexts(languageFor(appearance.language, window.hearth.systemLanguage))
applyAppearance(appearance)
followSystemTheme()
markComputer()
followBackend()

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
const page = createRoot(root)
// In one go: there is nothing yet that it could hold up.
flushSync(() =>
  page.render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
)
// The person can type already. Starting the backend before there is something to see would hold that up.
void firstFrame().then(openConnection)
