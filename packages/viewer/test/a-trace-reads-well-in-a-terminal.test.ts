import fc from "fast-check";
import { expect, it } from "vitest";
import type { CollectedRow, RenderOptions } from "braintrust-replicate-viewer";
import { buildTraceTrees, renderTraceTree } from "braintrust-replicate-viewer";
import { displayWidth } from "../src/terminal/display-width.ts";
import { SAMPLE_IMAGE, SAMPLE_ROWS, SAMPLE_START } from "./support/sample-rows.ts";

function render(options: RenderOptions = {}): string {
  return renderTraceTree(buildTraceTrees(SAMPLE_ROWS), {
    now: (SAMPLE_START + 800) * 1_000,
    attachment: (key) => (key === SAMPLE_IMAGE.key ? SAMPLE_IMAGE : undefined),
    ...options,
  });
}

it.each([120, 80])("prints every kind of span in %i columns", async (width) => {
  await expect(`${render({ width })}\n`).toMatchFileSnapshot(`expected.trace-tree-${width}.txt`);
});

it.each([200, 120, 80, 59, 40, 24])("stays within %i columns", (width) => {
  const widths = render({ width }).split("\n").map(displayWidth);
  expect(Math.max(...widths)).toBeLessThanOrEqual(width);
});

it("says the same in colour, and paints errors red", () => {
  const painted = render({ colour: true, width: 200 });
  // The escape character is the point here.
  const escapes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g");
  expect(
    painted
      .replace(escapes, "")
      .split("\n")
      .map((line) => line.trimEnd()),
  ).toEqual(render({ width: 200 }).split("\n"));
  expect(painted).toContain("\u001b[31mCUDA out of memory. Tried to allocate 20 MiB\u001b[0m");
});

it("prints nothing for no rows", () => {
  expect(renderTraceTree([])).toBe("");
});

it("lets nothing that was logged control the terminal", () => {
  const text = fc.string({ unit: "binary" });
  const row: fc.Arbitrary<CollectedRow> = fc.record({
    id: text,
    span_id: text,
    span_attributes: fc.record({ name: text }),
    output: fc.oneof(text, fc.jsonValue({ stringUnit: "binary" })),
    error: fc.option(text),
    metadata: fc.record({ model: text, status: text, incomplete: text }),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 3 }), (rows) => {
      for (const line of renderTraceTree(buildTraceTrees(rows)).split("\n")) {
        expect(line).not.toMatch(/\p{Control}|\p{Bidi_Control}|\p{Surrogate}/u);
        expect(displayWidth(line)).toBeLessThanOrEqual(120);
      }
    }),
  );
});
