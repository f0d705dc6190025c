import { Component, type ReactNode } from 'react'

interface ErrorBoundaryProps {
  /** Shown instead of what could not be rendered. `retry` renders it again. */
  renderFallback: (retry: () => void) => ReactNode
  children: ReactNode
}

/** Confines a rendering error to this part of the page. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.renderFallback(() => this.setState({ failed: false })) : this.props.children
  }
}
