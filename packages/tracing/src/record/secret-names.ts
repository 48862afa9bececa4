/**
 * Names of inputs that hold a credential, as models on Replicate spell them: `hf_token`,
 * `openai_api_key`, `aws_access_key_id`, `jwtToken`, `cookie`. Plurals of `token` count words, and
 * what else is called a key depends on what it is.
 */
const SECRET =
  /(?:^|[_\-\s]|(?<=[a-z])(?=[A-Z]))(?:token|secret|passw(?:or)?d|passphrase|access[_-]?key(?:[_-]?id)?|(?:api|secret|private|deepl|supabase|openai|anthropic|replicate|hf|fal|groq)[_-]?key|cookies?|credentials?|oss[_-]configure|authorization)$/i;

/** Special tokens of tokenizers are words of a text, not of an account. */
const TOKENIZER =
  /^(?:class|eos|bos|pad|unk|sep|mask|stop|start|end|trigger|instance|concept)[_-]?token$/i;

/** Whether an input is named like a secret. */
function isSecretName(name: string): boolean {
  return SECRET.test(name) && !TOKENIZER.test(name);
}

/** A key of any sort: of music, of a table, of an account. */
const KEY = /(?:^|[_\-\s])(?:key|Key|KEY)$|[a-z0-9]Key$/;

/**
 * Whether an input is a secret by its name, or is named a key and looks like one of an account:
 * `C minor` is none, nor is a public key.
 */
export function isSecretInput(name: string, value: string): boolean {
  if (isSecretName(name)) return true;
  return KEY.test(name) && !/public/i.test(name) && looksLikeCredential(value);
}

/**
 * Whether a string looks random: no space, no dot, no slash, long, letters and digits mixed. Such
 * a string waits for Replicate's answer, which repeats the input with its secrets blanked out.
 */
export function looksLikeCredential(value: string): boolean {
  return /^[\w\-+=]{20,4096}$/.test(value) && /\d/.test(value) && /[A-Za-z]/.test(value);
}
