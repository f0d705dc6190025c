interface Task {
  run: () => Promise<void>
  /** Called instead of `run` when it is not going to be run any more. */
  cancelled: () => void
}

/** Runs one task at a time, in the order they came. */
export class TaskQueue {
  #waiting: Task[] = []
  #running = false

  /** Nothing runs and nothing waits. */
  get idle(): boolean {
    return !this.#running && this.#waiting.length === 0
  }

  /** Adds a task, which must not reject; an idle queue begins it at once. Answers how to cancel it while it waits. */
  add(run: () => Promise<void>, cancelled: () => void): () => void {
    const task: Task = { run, cancelled }
    this.#waiting.push(task)
    this.#next()
    return () => {
      const index = this.#waiting.indexOf(task)
      if (index < 0) return
      this.#waiting.splice(index, 1)
      task.cancelled()
    }
  }

  /** Cancels all that wait. */
  clear(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const task of waiting) task.cancelled()
  }

  #next(): void {
    const task = this.#running ? undefined : this.#waiting.shift()
    if (!task) return
    this.#running = true
    void task.run().finally(() => {
      this.#running = false
      this.#next()
    })
  }
}
