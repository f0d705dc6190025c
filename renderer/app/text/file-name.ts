/** The last part of a path of this computer, whichever system wrote it; all of it where it has none. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) || path
}
