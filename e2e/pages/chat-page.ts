import { expect, type Locator, type Page } from '@playwright/test'

/** The window as a person sees it: by the names that assistive technology reads. */
export class ChatPage {
  readonly page: Page
  readonly message: Locator
  readonly send: Locator
  readonly stop: Locator
  readonly log: Locator
  readonly conversations: Locator
  readonly model: Locator

  constructor(page: Page) {
    this.page = page
    this.message = page.getByRole('textbox', { name: 'Message', exact: true })
    this.send = page.getByRole('button', { name: 'Send' })
    this.stop = page.getByRole('button', { name: 'Stop' })
    this.log = page.getByRole('log', { name: 'Conversation' })
    this.conversations = page.getByRole('list', { name: 'Conversations' })
    this.model = page.getByRole('button', { name: /^Model: / })
  }

  /** All answers shown, oldest first. */
  get answers(): Locator {
    return this.log.getByRole('article', { name: /^Answer by/ })
  }

  get lastAnswer(): Locator {
    return this.answers.last()
  }

  /** The person's own messages, oldest first. */
  get ownMessages(): Locator {
    return this.log.getByRole('article', { name: 'Your message' })
  }

  /** What a model that counts its words wrote of the last answer, without what the application says beside it. */
  async prose(): Promise<string> {
    const texts = await this.lastAnswer.getByRole('paragraph').allInnerTexts()
    return texts.find((text) => text.includes('word0')) ?? ''
  }

  /** The numbers of the last answer: there when it has ended by itself or was stopped. */
  get numbers(): Locator {
    return this.lastAnswer.getByRole('note', { name: 'Numbers of this answer' })
  }

  /** Types and sends, and waits until the question is in the conversation. */
  async ask(text: string): Promise<void> {
    await this.message.fill(text)
    await this.message.press('Enter')
    await expect(this.ownMessages.last()).toContainText(text)
  }

  /** Waits until something of the answer can be read. */
  async answering(): Promise<void> {
    await expect(this.lastAnswer.getByText(/\p{L}{2}/u).nth(2)).toBeVisible({ timeout: 60_000 })
  }

  /** Waits for the running answer to end. */
  async answered(): Promise<void> {
    await expect(this.numbers).toBeVisible({ timeout: 60_000 })
    await expect(this.stop).toBeHidden()
  }

  /** Chooses a model in the picker and waits until it is loaded. */
  async choose(model: string): Promise<void> {
    await this.model.click()
    await this.page.getByRole('option').filter({ hasText: model }).click()
    await expect(this.page.getByRole('button', { name: `Model: ${model}`, exact: true })).toBeVisible({
      timeout: 30_000,
    })
  }

  /** Has this chat's answers end at so many tokens at the latest. */
  async limitAnswers(tokens: number): Promise<void> {
    await this.page.keyboard.press('Control+I')
    const maximum = this.page.getByRole('textbox', { name: 'Maximum length' })
    await maximum.fill(String(tokens))
    await maximum.press('Enter')
    await this.page.keyboard.press('Control+I')
    await expect(maximum).toBeHidden()
  }

  conversation(title: string | RegExp): Locator {
    return this.conversations.getByRole('link', { name: title })
  }
}
