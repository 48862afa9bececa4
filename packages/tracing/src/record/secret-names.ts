/**
 * Names of inputs that hold a credential, as models on Replicate spell them: `hf_token`,
 * `openai_api_key`, `aws_access_key_id`, `jwtToken`, `cookie`. Plurals of `token` count words, and
 * `key` alone is a piece of music.
 */
const SECRET =
  /(?:^|[_\-\s]|(?<=[a-z])(?=[A-Z]))(?:token|api[_-]?key|secret|passwd|passw(?:or)?d|passphrase|access[_-]?key(?:[_-]?id)?|secret[_-]?key|cookies?|credentials?|private[_-]?key|(?:deepl|supabase|openai|anthropic|replicate|hf|fal|groq)[_-]?key|oss[_-]configure|authorization)$/i;

/** Special tokens of tokenizers are words of a text, not of an account. */
const TOKENIZER =
  /^(?:class|eos|bos|pad|unk|sep|mask|stop|start|end|trigger|instance|concept)[_-]?token$/i;

/** Whether an input is named like a secret. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name) && !TOKENIZER.test(name);
}

/**
 * Whether a string looks random: no space, no dot, no slash, long, letters and digits mixed. Such
 * a string waits for Replicate's answer, which repeats the input with its secrets blanked out.
 */
export function looksLikeCredential(value: string): boolean {
  return (
    value.length >= 20 &&
    value.length <= 4096 &&
    /^[A-Za-z0-9_\-+=]+$/.test(value) &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value)
  );
}
