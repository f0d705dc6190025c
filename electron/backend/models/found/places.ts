import { isAbsolute, join } from 'node:path'

/** The computer that is looked at: whose home, with which environment. */
export interface Computer {
  home: string
  environment: Readonly<Record<string, string | undefined>>
  platform: NodeJS.Platform
}

/** Where applications keep what is the user's. */
interface UserFolders {
  /** Data; on Windows the part that follows the user from computer to computer. */
  data: string
  /** Data that stays on this computer. */
  localData: string
  config: string
  cache: string
}

/** An absolute path in the environment; null where there is none, or one that leads nowhere in particular. */
export function pathFrom({ environment }: Computer, name: string): string | null {
  const value = environment[name]?.trim()
  return value && isAbsolute(value) ? value : null
}

function userFolders(computer: Computer): UserFolders {
  const { home, platform } = computer
  const inHome = (...names: string[]): string => join(home, ...names)
  const from = (name: string, fallback: string): string => pathFrom(computer, name) ?? fallback
  const cache = from('XDG_CACHE_HOME', inHome('.cache'))
  if (platform === 'darwin') {
    const support = inHome('Library', 'Application Support')
    return { data: support, localData: support, config: support, cache }
  }
  if (platform === 'win32') {
    const data = from('APPDATA', inHome('AppData', 'Roaming'))
    return { data, localData: from('LOCALAPPDATA', inHome('AppData', 'Local')), config: data, cache }
  }
  const data = from('XDG_DATA_HOME', inHome('.local', 'share'))
  return { data, localData: data, config: from('XDG_CONFIG_HOME', inHome('.config')), cache }
}

/** Every place that other applications are known to keep models in, or to say in which files they do. */
export interface Places {
  lmStudio: {
    /** A file whose first line is the application's home. */
    homePointer: string
    homes: string[]
    /** Besides the one in its home. */
    settingsFiles: string[]
  }
  /** Stores, each with `manifests` and `blobs`. */
  ollama: string[]
  jan: {
    settingsFiles: string[]
    dataFolders: string[]
    /** Folders of models as older versions had them. */
    modelsFolders: string[]
  }
  gpt4All: { settingsFiles: string[]; modelsFolders: string[] }
  huggingFace: string[]
}

function present(paths: (string | null)[]): string[] {
  return [...new Set(paths.filter((path) => path !== null))]
}

/**
 * The applications' own defaults and variables, as of their sources: LM Studio 0.3 (and its command line `lms`), Ollama's
 * `manifest/paths.go` and `envconfig`, Jan's `core/app/commands.rs`, GPT4All's `mysettings.cpp`, huggingface_hub's `constants.py`.
 */
export function placesOf(computer: Computer): Places {
  const { home, platform } = computer
  const { data, localData, config, cache } = userFolders(computer)
  const hubHome = pathFrom(computer, 'HF_HOME') ?? join(cache, 'huggingface')
  return {
    lmStudio: {
      homePointer: join(home, '.lmstudio-home-pointer'),
      homes: [join(home, '.lmstudio'), join(home, '.cache', 'lm-studio')],
      settingsFiles: [join(config, 'LM Studio', 'settings.json')],
    },
    ollama: present([
      pathFrom(computer, 'OLLAMA_MODELS'),
      join(home, '.ollama', 'models'),
      // The account that its installer makes for the service.
      platform === 'linux' ? '/usr/share/ollama/.ollama/models' : null,
    ]),
    jan: {
      settingsFiles: [join(data, 'Jan', 'settings.json'), join(config, 'Jan', 'settings.json')],
      dataFolders: present([
        pathFrom(computer, 'JAN_DATA_FOLDER'),
        join(data, 'Jan', 'data'),
        join(config, 'Jan', 'data'),
      ]),
      modelsFolders: [join(home, 'jan', 'models')],
    },
    gpt4All: {
      settingsFiles: [join(config, 'nomic.ai', 'GPT4All.ini')],
      modelsFolders: [join(localData, 'nomic.ai', 'GPT4All'), join(home, '.cache', 'gpt4all')],
    },
    huggingFace: present([
      pathFrom(computer, 'HF_HUB_CACHE'),
      pathFrom(computer, 'HUGGINGFACE_HUB_CACHE'),
      join(hubHome, 'hub'),
    ]),
  }
}
