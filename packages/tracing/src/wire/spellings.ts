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
  for (const [name, ...spellings] of names) {
    const all = spellings.length === 0 ? [name] : spellings;
    const spelling = all.find((each) => accept(values[each], name));
    if (spelling !== undefined) read[name] = values[spelling];
  }
  return read;
}
