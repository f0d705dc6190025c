import { X } from 'lucide-react'
import { Toaster as Sonner } from 'sonner'

interface ToasterProps {
  /** Accessible name of the place where notices appear. */
  label: string
  /** Accessible name of the button that takes one away. */
  dismissLabel: string
}

/** Room for the button at either side of a full view, px. In a wide window it is, with half of a notice, the 264 px below. */
const besideButtons = 64

/**
 * Where notices appear: at the top of the page's main part, so that they never cover the composer. In the middle of it (the element
 * anchored as `--main`), below what is at its top (the last one anchored as `--top`); of a full view (`--page`) at the right, beside its
 * title and what closes it. Once, in the application.
 */
export function Toaster({ label, dismissLabel }: ToasterProps) {
  return (
    <Sonner
      position="top-center"
      mobileOffset={{ left: besideButtons }}
      visibleToasts={3}
      className="pointer-events-auto top-[calc(anchor(--top_bottom,0px)+8px)]! [--width:400px]! min-[601px]:left-[calc(anchor(--page_right,calc(anchor(--main_center,50%)_+_264px))_-_264px)]!"
      containerAriaLabel={label}
      closeButton
      icons={{ close: <X size={14} strokeWidth={1.75} aria-hidden="true" /> }}
      toastOptions={{
        unstyled: true,
        closeButtonAriaLabel: dismissLabel,
        classNames: {
          toast:
            // Of one behind another, only the ground is seen.
            'flex w-(--width) items-center focus-visible:outline-2! focus-visible:outline-offset-2! focus-visible:outline-ember! gap-2 rounded-card border border-line bg-raised py-2.5 pr-2 pl-4 text-sm text-text shadow-float data-[front=false]:data-[expanded=false]:*:opacity-0',
          content: 'flex-1 min-w-0 select-text',
          title: 'font-medium break-words text-pretty',
          description: 'mt-0.5 text-soft break-words text-pretty',
          icon: 'hidden',
          error: 'border-l-3 border-l-rust',
          closeButton:
            'order-last grid size-6 shrink-0 place-items-center rounded-sm text-faint hover:bg-hover hover:text-text',
          actionButton:
            'h-7 shrink-0 rounded-sm border border-line-strong px-2.5 font-medium text-ember-text hover:bg-hover',
        },
      }}
    />
  )
}
