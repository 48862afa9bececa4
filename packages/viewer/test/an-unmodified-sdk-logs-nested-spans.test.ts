import { Attachment, initLogger, startSpan, traced, withCurrent } from "braintrust";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Collector, Listening, TraceTree } from "braintrust-replicate-viewer";
import { buildTraceTrees, createCollector } from "braintrust-replicate-viewer";

let collector: Collector;
let server: Listening;

beforeEach(async () => {
  collector = createCollector();
  server = await collector.listen();
});

afterEach(() => server.close());

it("shows nested spans as the tree they were logged as", async () => {
  const logger = initLogger({
    projectName: "shop",
    apiKey: "local",
    appUrl: server.url,
    forceLogin: true,
  });
  await traced(
    async (root) => {
      const child = startSpan({ name: "replicate.run", type: "llm" });
      child.log({
        input: { prompt: "a hat" },
        output: "a fine hat",
        metadata: { model: "meta/llama" },
      });
      withCurrent(child, () => startSpan({ name: "poll" }).end());
      child.end();
      const failing = startSpan({ name: "charge" });
      failing.log({ error: new Error("card declined") });
      failing.end();
      root.log({
        output: new Attachment({
          data: new Blob([new Uint8Array([1, 2, 3, 255])]),
          filename: "hat.png",
          contentType: "image/png",
        }),
      });
    },
    { name: "checkout" },
  );
  await logger.flush();

  const rows = await collector.store.waitFor((all) => all.length === 4);
  const byName = new Map(rows.map((row) => [row.span_attributes?.name, row]));
  const root = byName.get("checkout");
  expect(byName.get("replicate.run")?.span_parents).toEqual([root?.span_id]);
  expect(byName.get("poll")?.span_parents).toEqual([byName.get("replicate.run")?.span_id]);
  expect(byName.get("replicate.run")).toMatchObject({
    span_attributes: { type: "llm" },
    input: { prompt: "a hat" },
    output: "a fine hat",
    metadata: { model: "meta/llama" },
    root_span_id: root?.root_span_id,
  });
  expect(outline(buildTraceTrees(rows))).toEqual([
    [
      "checkout",
      [
        ["replicate.run", [["poll", []]]],
        ["charge", []],
      ],
    ],
  ]);
});

type Outline = [name: unknown, children: Outline[]];

function outline(trees: readonly TraceTree[]): Outline[] {
  return trees.map((tree) => [tree.row.span_attributes?.name, outline(tree.children)]);
}
