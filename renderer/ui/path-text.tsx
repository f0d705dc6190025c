interface PathTextProps {
  path: string
  /** So many characters of its end stay in sight: that is where the file's name is. */
  endLength: number
}

/** A path in one line, shortened in its middle: many begin alike. */
export function PathText({ path, endLength }: PathTextProps) {
  return (
    <span title={path} className="block overflow-hidden font-mono text-[11.5px] whitespace-nowrap text-faint">
      <span className="inline-block truncate align-bottom" style={{ maxWidth: `calc(100% - ${endLength}ch)` }}>
        {path.slice(0, -endLength)}
      </span>
      {path.slice(-endLength)}
    </span>
  )
}
