/** Lets one dialog be open at a time: what a page asks for meanwhile is answered as if the person had closed it. */
export class OneDialog {
  #open = false

  async show<T>(dialog: () => Promise<T>, closed: T): Promise<T> {
    if (this.#open) return closed
    this.#open = true
    try {
      return await dialog()
    } finally {
      this.#open = false
    }
  }
}
