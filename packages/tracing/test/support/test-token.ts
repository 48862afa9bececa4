/** A token in Replicate's form. Made here, so that no file holds anything shaped like one. */
export function testToken(): string {
  return ["r8", "Abc0".repeat(9)].join("_");
}
