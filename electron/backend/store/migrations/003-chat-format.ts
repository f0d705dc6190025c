/** Models whose chat template cannot be used are remembered: `standard`. NULL: a model's own. */
export const migration003 = `
ALTER TABLE model_facts ADD COLUMN chat_format TEXT;
`
