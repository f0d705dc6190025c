/** The last part of a path of this computer, whichever system wrote it; all of it where it has none. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) || path
}

/** As many characters of a path's beginning and of its end stay where it is shortened. */
const beginning = 24
const end = 36

/** A path of this computer in a sentence: a long one without its middle. */
export function shortPath(path: string): string {
  return path.length <= beginning + end ? path : `${path.slice(0, beginning)}…${path.slice(-end)}`
}
