interface PathTextProps {
  path: string
  /** So many characters of its end stay in sight: that is where the file's name is. */
  endLength: number
  /** What is told when it is pointed at, where `path` is not all of it. */
  title?: string
  /** Its size and colour. */
  className?: string
}

/** A path in one line, shortened in its middle: many begin alike. */
export function PathText({ path, endLength, title = path, className = 'text-[11.5px] text-faint' }: PathTextProps) {
  return (
    <span title={title} className={`block overflow-hidden font-mono whitespace-nowrap ${className}`}>
      <span className="inline-block truncate align-bottom" style={{ maxWidth: `calc(100% - ${endLength}ch)` }}>
        {path.slice(0, -endLength)}
      </span>
      {path.slice(-endLength)}
    </span>
  )
}
