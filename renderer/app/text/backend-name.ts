const names = new Map([
  ['cpu', 'CPU'],
  ['cuda', 'CUDA'],
  ['metal', 'Metal'],
  ['vulkan', 'Vulkan'],
])

/** What computes, by the name that its makers write: Vulkan, CUDA. One that nobody knew of is written as the engine has it. */
export function backendName(backend: string): string {
  return names.get(backend) ?? backend
}
