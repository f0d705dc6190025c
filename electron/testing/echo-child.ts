import { connectToMain } from '../child/main-link.ts'

/** A child that answers everything with itself: over its line to main, and over every port it is given. */
const main = connectToMain()
main.onMessage((message) => main.send({ echo: message }))
main.onPort((name, port) => {
  port.on('message', ({ data }) => port.postMessage({ name, data }))
  port.start()
})
main.onClose(() => process.exit(0))
