/** A secret that no pattern knows: made here, so that no file holds anything shaped like one. */
export function secretValue(name: string): string {
  return `${name} is swordfish ${"/".repeat(2)} ${name.length}`;
}
