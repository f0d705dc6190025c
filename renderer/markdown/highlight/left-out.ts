/** Languages of Shiki's whose grammars are under the GPL, which Hearth is not: their code is shown plain, and the build leaves them out. */
export const leftOutLanguages = ['ada', 'ahk2', 'gnuplot', 'nginx', 'org', 'racket']
