import { currentSpan, initLogger, startSpan, traced } from "braintrust";
import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

initLogger({ projectName: "scenarios" });
const replicate = wrapReplicate(new Replicate({ baseUrl: process.env.REPLICATE_BASE_URL }));
const run = (/** @type {string} */ prompt) => replicate.run("e2e/quick", { input: { prompt } });

await run("nobody's child");

const slug = await traced(
  async (root) => {
    await traced(async () => await run("a grandchild"), { name: "level two" });

    // The parent is where the call is made, not where it is awaited.
    const early = run("a child, awaited elsewhere");
    await traced(async () => await early, { name: "only awaits" });

    await Promise.all(
      ["first", "second"].map((name, index) =>
        traced(
          async () => {
            await new Promise((resolve) => setTimeout(resolve, 30 * index));
            return run(`of the ${name} of two at once`);
          },
          { name: `${name} of two at once` },
        ),
      ),
    );

    // A generator is lazy, and its parent is where it was made.
    const stream = traced(() => replicate.stream("demo/text", { input: { prompt: "laziness" } }), {
      name: "makes a stream",
    });
    await traced(
      async () => {
        for await (const { event } of stream) {
          if (event === "output" && currentSpan() === undefined) throw new Error("no span");
        }
      },
      { name: "reads a stream" },
    );

    const detached = startSpan({ name: "not current" });
    await run("a child of the root, not of the span that is not current");
    detached.end();
    return root.export();
  },
  { name: "root" },
);

console.log(JSON.stringify(slug));
