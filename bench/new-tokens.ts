import { getLlama } from 'node-llama-cpp'

/**
 * Tokens of a second question as the built-in model's template (ChatML) puts it behind an answer that has ended: all that the model
 * has not read yet.
 */
export async function newTokens(modelPath: string, question: string): Promise<number> {
  const llama = await getLlama({ build: 'never', gpu: false, logger: () => undefined })
  const model = await llama.loadModel({ modelPath, vocabOnly: true })
  const text = `<|im_end|>\n<|im_start|>user\n${question}<|im_end|>\n<|im_start|>assistant\n`
  const count = model.tokenize(text, true).length
  await llama.dispose()
  return count
}
