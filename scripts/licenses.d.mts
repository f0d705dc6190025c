import type { Plugin } from 'vite'

interface Notice {
  title: string
  text: string
}

export function notePackages(pass: string, folder?: string): Plugin
export function packageNotice(folder: string): Notice
export function licensesText(notices: Notice[]): string
