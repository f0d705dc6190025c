// Runs before the first paint, so that a dark room never flashes white. app/appearance.ts writes what is read here.
;(() => {
  let theme = 'system'
  try {
    theme = JSON.parse(localStorage.getItem('appearance') ?? '{}').theme ?? 'system'
  } catch {
    // Unreadable: the system's theme it is.
  }
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()
