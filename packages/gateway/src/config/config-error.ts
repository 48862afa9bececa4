/**
 * Something in the flags, the environment or the config file is wrong. The message is for people:
 * which option, where it came from, what was given and what is allowed.
 */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
