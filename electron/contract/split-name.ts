/** `name-00002-of-00003.gguf`, as llama.cpp splits a model and finds its parts again: the name, which part, of how many. */
export const splitName = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/i
