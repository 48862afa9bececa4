/** Does what a platform does: calls the function once, waits as it was asked to, and freezes it. */
import { handle } from "./handler.ts";

const [prompt = "a ferry at noon"] = process.argv.slice(2);
const pending: Array<Promise<unknown>> = [];

const request = new Request(`https://example.com/picture?prompt=${encodeURIComponent(prompt)}`);
const response = await handle(request, (work) => pending.push(work));
await Promise.all(pending);
process.stdout.write(`${await response.text()}\n`, () => {
  // For good: nothing that runs at an exit runs.
  process.kill(process.pid, "SIGKILL");
});
