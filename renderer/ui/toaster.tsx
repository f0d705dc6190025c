import { Toaster as Sonner } from 'sonner'

interface ToasterProps {
  /** Accessible name of the place where notices appear. */
  label: string
}

/** Where notices appear: at the top of the page, so that they never cover the composer. Once, in the application. */
export function Toaster({ label }: ToasterProps) {
  return (
    <Sonner
      position="top-center"
      offset={{ top: 56 }}
      mobileOffset={{ top: 56 }}
      visibleToasts={3}
      containerAriaLabel={label}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-(--width) items-center gap-3 rounded-card border border-line bg-raised py-2.5 pr-2.5 pl-4 text-sm text-text shadow-float',
          content: 'flex-1 min-w-0 select-text',
          title: 'font-medium break-words',
          description: 'mt-0.5 text-soft break-words',
          icon: 'hidden',
          error: 'border-l-3 border-l-rust',
          actionButton:
            'h-7 shrink-0 rounded-sm border border-line-strong px-2.5 font-medium text-ember-text hover:bg-hover',
        },
      }}
    />
  )
}
