/** A name of ours, and how it is spelled where that differs: an earlier spelling wins. */
export type Spellings<Name extends string> = readonly [Name, ...string[]];

/**
 * Reads values under the names that we have for them.
 *
 * @param accept - Whether a value is one of the right type.
 */
export function readSpelled<Name extends string>(
  values: Readonly<Record<string, unknown>>,
  names: ReadonlyArray<Spellings<Name>>,
  accept: (value: unknown, name: Name) => boolean,
): { [name in Name]?: unknown } {
  const read: { [name in Name]?: unknown } = {};
  for (const spelled of names) {
    const [name] = spelled;
    // Without a spelling of its own a name is spelled as it is.
    for (let index = spelled.length === 1 ? 0 : 1; index < spelled.length; index += 1) {
      const value = values[spelled[index] ?? name];
      if (!accept(value, name)) continue;
      read[name] = value;
      break;
    }
  }
  return read;
}
