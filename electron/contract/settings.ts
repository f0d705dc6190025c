import { z } from 'zod'
import { limits } from './limits.ts'
import { samplingOverridesSchema } from './sampling.ts'

/** As Unix has it, as Windows has it, or on another computer. */
const absolutePath = /^(?:\/|[A-Za-z]:[\\/]|\\\\)/

/** Every setting with its default. Each is a row of its own in the store. */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Size of a conversation's text, in CSS pixels. */
  textSize: z.number().min(limits.textSize.min).max(limits.textSize.max).default(15.5),
  language: z.enum(['system', 'en', 'zh-CN']).default('system'),
  /** Absolute path; null: the `models` folder in the application's data folder. */
  modelsFolder: z.string().regex(absolutePath).nullable().default(null),
  /** null: the built-in model. */
  defaultModelId: z.string().nullable().default(null),
  /** null: the model's own recommendation. */
  systemPrompt: z.string().max(limits.instructions).nullable().default(null),
  sampling: samplingOverridesSchema.default({}),
  /** Tokens; null: automatic. */
  contextSize: z.int().min(limits.contextSize.min).max(limits.contextSize.max).nullable().default(null),
  /** null: automatic. */
  threads: z.int().min(1).max(256).nullable().default(null),
  /** The switch that closes the network gate. */
  offline: z.boolean().default(false),
  /** Where models are searched for and downloaded from: the hub itself, or a mirror that speaks its API. No path, no password. */
  hubAddress: z
    .string()
    .max(limits.hubAddress)
    .regex(/^https?:\/\/[^/?#@\s]+$/)
    .default('https://huggingface.co'),
  /** How many downloads run at a time. */
  parallelDownloads: z.int().min(1).max(2).default(1),
})
export type Settings = z.infer<typeof settingsSchema>

type Shape = (typeof settingsSchema)['shape']
type Values = { [S in keyof Shape]: Shape[S] extends z.ZodDefault<infer V> ? V : never }

function withoutDefaults(shape: Shape): Values {
  const entries = Object.entries(shape).map(([name, setting]) => [name, setting.unwrap()])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets which keys there are
  return Object.fromEntries(entries) as Values
}

/** The settings that changed; absent ones stay, `undefined` is not a value. */
export const settingsPatchSchema = z.object(withoutDefaults(settingsSchema.shape)).partial()
export type SettingsPatch = z.infer<typeof settingsPatchSchema>
