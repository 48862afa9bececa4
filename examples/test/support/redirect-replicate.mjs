// Loaded before a program: what it asks of Replicate goes to the emulator, so that the program runs
// as a document shows it, without a base URL.
const { fetch } = globalThis;
const base = process.env.REPLICATE_BASE_URL ?? "";
const { origin } = new URL(base);

globalThis.fetch = (input, init) => fetch(redirected(input), init);

function redirected(input) {
  if (input instanceof Request) return input;
  return String(input)
    .replace(/^https:\/\/api\.replicate\.com\/v1/, base)
    .replace(/^https:\/\/replicate\.delivery/, `${origin}/delivery`);
}
