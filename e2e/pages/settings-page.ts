import type { Locator, Page } from '@playwright/test'

/** The settings, by the names that assistive technology reads. */
export class SettingsPage {
  readonly page: Page
  readonly offline: Locator
  readonly token: Locator
  /** Every outgoing connection. */
  readonly connections: Locator

  constructor(page: Page) {
    this.page = page
    this.offline = page.getByRole('switch', { name: 'Offline' })
    this.token = page.getByLabel('Access token', { exact: true })
    this.connections = page.getByRole('table', { name: 'Connections' })
  }

  async open(section: 'General' | 'Chat' | 'Models' | 'Privacy' | 'About'): Promise<void> {
    const views = this.page.getByRole('navigation', { name: 'Views' })
    // While Offline is on, another link there leads to it.
    await views.getByRole('link', { name: 'Settings', exact: true }).click()
    await this.page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: section }).click()
  }

  /** As somebody who uses a mirror does. */
  async useHub(address: string): Promise<void> {
    await this.open('Privacy')
    const field = this.page.getByRole('textbox', { name: 'Hub address' })
    await field.fill(address)
    await field.press('Enter')
  }

  /** Goes where the switch is, and turns it. */
  async turnOffline(): Promise<void> {
    await this.open('Privacy')
    await this.offline.click()
  }

  /** Chooses for what the connections were that are listed. */
  async showPurpose(purpose: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'What for' }).click()
    await this.page.getByRole('option', { name: purpose, exact: true }).click()
  }
}
