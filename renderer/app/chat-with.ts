import { go, paths } from './routes.ts'
import { chooseForNewChat } from './state/new-chat.ts'

/** Goes to a new chat with this model. */
export function chatWith(modelId: string): void {
  chooseForNewChat({ modelId })
  go(paths.newChat)
}
