import { expect, type Locator, type Page } from '@playwright/test'

/** The Models view, by the names that assistive technology reads. */
export class ModelsPage {
  readonly page: Page
  readonly installed: Locator
  /** The installed models' names, in the order in which they are listed. */
  readonly names: Locator
  /** Downloads and imports. */
  readonly onTheWay: Locator
  readonly startingList: Locator
  readonly results: Locator

  constructor(page: Page) {
    this.page = page
    this.installed = page.getByRole('list', { name: 'Models on this computer' })
    this.names = this.installed.getByRole('button', { name: /, details$/ })
    this.onTheWay = page.getByRole('list', { name: 'On the way' })
    this.startingList = page.getByRole('list', { name: 'Starting list' })
    this.results = page.getByRole('list', { name: 'Found on the hub' })
  }

  async open(tab: 'Installed' | 'Discover' | 'Found on this computer'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Models' }).click()
    await this.page
      .getByRole('navigation', { name: 'Models' })
      .getByRole('link', { name: new RegExp(`^${tab}`) })
      .click()
  }

  row(name: string): Locator {
    return this.installed
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('button', { name: `${name}, details`, exact: true }) })
  }

  /** Chooses something in the menu of a model's row. */
  async choose(name: string, item: string): Promise<void> {
    await this.openMenu(name)
    await this.page.getByRole('menuitem', { name: item }).click()
  }

  async openMenu(name: string): Promise<void> {
    await this.page.getByRole('button', { name: `More for ${name}`, exact: true }).click()
    await expect(this.page.getByRole('menu')).toBeVisible()
  }

  /** Unfolds everything that is known of a model. */
  async details(name: string): Promise<Locator> {
    const button = this.page.getByRole('button', { name: `${name}, details`, exact: true })
    if ((await button.getAttribute('aria-expanded')) === 'false') await button.click()
    return this.page.getByRole('region', { name: `Details of ${name}`, exact: true })
  }

  async sortBy(order: 'Last used' | 'Name' | 'Size' | 'Speed'): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Sorted by' }).click()
    await this.page.getByRole('option', { name: order, exact: true }).click()
  }

  /** Goes to a new chat with a model of the list. */
  async chatWith(name: string): Promise<void> {
    await this.row(name)
      .getByRole('button', { name: `Chat with ${name}`, exact: true })
      .click()
  }

  async search(words: string): Promise<void> {
    await this.open('Discover')
    const field = this.page.getByRole('searchbox', { name: 'Search the hub' })
    await field.fill(words)
    await field.press('Enter')
  }

  /** Searches for a repository by its name and opens its page. */
  async openRepository(name: string): Promise<void> {
    await this.search(name)
    await this.results.getByRole('link', { name: new RegExp(`/${name}$`) }).click()
    await expect(this.page.getByRole('heading', { name: new RegExp(`/${name}$`) })).toBeVisible()
  }

  /** One of a repository's quantizations. */
  choice(quantization: string): Locator {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name: quantization }) })
  }

  /** Begins to download a quantization of the repository that is open. */
  async get(quantization: string): Promise<void> {
    await this.choice(quantization)
      .getByRole('button', { name: `Get ${quantization}` })
      .click()
  }

  /** A download or an import on its way, by a part of what it says. */
  transfer(text: string): Locator {
    return this.onTheWay.getByRole('listitem').filter({ hasText: text })
  }

  /** How far a download is, from 0 to 100; NaN while it is not shown. */
  async progressOf(name: string): Promise<number> {
    const bar = this.page.getByRole('progressbar', { name: `Download of ${name}` })
    const shown = (await bar.count()) === 1 ? await bar.getAttribute('aria-valuenow') : null
    return shown === null ? Number.NaN : Number(shown)
  }

  /** Waits until so much of a download has arrived. */
  async arrived(name: string, percent: number): Promise<void> {
    await expect.poll(() => this.progressOf(name), { timeout: 30_000 }).toBeGreaterThan(percent)
  }

  async pause(name: string): Promise<void> {
    await this.onTheWay.getByRole('button', { name: `Pause ${name}` }).click()
  }

  async goOn(name: string): Promise<void> {
    await this.onTheWay.getByRole('button', { name: `Go on with ${name}` }).click()
  }

  async retry(name: string): Promise<void> {
    await this.onTheWay.getByRole('button', { name: `Try again to download ${name}` }).click()
  }

  /** Waits until a download is verified, and in the library. */
  async downloaded(name: string): Promise<void> {
    await expect(this.onTheWay.getByRole('button', { name: `Chat with it: ${name}, new chat` })).toBeVisible({
      timeout: 30_000,
    })
  }

  /** Answers the question what is to become of files that were chosen or dropped. */
  async add(way: 'Use in place' | 'Copy to the models folder' | 'Move to the models folder'): Promise<void> {
    const question = this.page.getByRole('dialog', { name: /^Add/ })
    await question.getByRole('radio', { name: way }).click()
    await question.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(question).toBeHidden()
  }
}
