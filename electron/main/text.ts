import { app } from 'electron'
import { readPreferences } from './preferences.ts'

const english = {
  file: 'File',
  newChat: 'New chat',
  addModel: 'Add model file…',
  settings: 'Settings',
  edit: 'Edit',
  view: 'View',
  search: 'Search conversations',
  models: 'Models',
  sidebar: 'Show or hide the sidebar',
  inspector: 'Show or hide this chat’s settings',
  window: 'Window',
  ggufFiles: 'Models (GGUF)',
  chooseModels: 'Add model files',
  chooseFolder: 'Choose a folder',
  openLink: 'Open this address in the browser?',
  openLinkDetail: 'Hearth itself opens no connection. Your browser will.',
  open: 'Open',
  cancel: 'Cancel',
  cannotStart: 'Hearth cannot start',
  pageCrashed: 'The window’s page ended several times in a row',
  pageCrashedDetail: 'Your chats are stored and safe. An answer that is being written goes on.',
  reload: 'Load it again',
  quit: 'Quit',
}
export type Texts = typeof english

const chinese: Texts = {
  file: '文件',
  newChat: '新对话',
  addModel: '添加模型文件…',
  settings: '设置',
  edit: '编辑',
  view: '显示',
  search: '搜索对话',
  models: '模型',
  sidebar: '显示或隐藏侧边栏',
  inspector: '显示或隐藏本对话的设置',
  window: '窗口',
  ggufFiles: '模型 (GGUF)',
  chooseModels: '添加模型文件',
  chooseFolder: '选择文件夹',
  openLink: '在浏览器中打开这个地址吗？',
  openLinkDetail: 'Hearth 本身不会建立连接，浏览器会。',
  open: '打开',
  cancel: '取消',
  cannotStart: 'Hearth 无法启动',
  pageCrashed: '窗口中的页面接连几次意外结束',
  pageCrashedDetail: '对话都已保存，安然无恙。正在生成的回答会继续。',
  reload: '重新载入',
  quit: '退出',
}

/** The texts of native menus and dialogs in the language that was last chosen, or the system's. */
export function texts(): Texts {
  const language = readPreferences().language ?? app.getPreferredSystemLanguages()[0] ?? 'en'
  return language.startsWith('zh') ? chinese : english
}
