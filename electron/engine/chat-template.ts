import type { LlamaModel } from 'node-llama-cpp'

/** The chat template inside the model's file; '' if there is none. */
export function templateOf(model: LlamaModel): string {
  return model.fileInfo.metadata.tokenizer.chat_template ?? ''
}
