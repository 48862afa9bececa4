import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { LoggedRow } from "braintrust-replicate-viewer";
import { openViewer } from "./support/open-viewer.ts";
import {
  HAS_SCRIPT,
  openPseudoTerminal,
  openTerminalStream,
  type TailTerminal,
} from "./support/tail-terminals.ts";

/** Two processes and a terminal, on a machine that may have much to do. */
const SOON = { timeout: 10_000 };
const NOW = Date.now() / 1_000;

/** A span of the trace `order`, which has ended unless said. */
function span(name: string, fields: Partial<LoggedRow> = {}): LoggedRow {
  return {
    id: name,
    span_id: name,
    root_span_id: "order",
    span_parents: name === "order" ? [] : ["order"],
    span_attributes: { name },
    metrics: { start: NOW, end: NOW + 1 },
    ...fields,
  };
}

const NO_SCRIPT = "There is no `script` of util-linux on this machine";

const running = { metrics: { start: NOW } };
const ended = (id: string): LoggedRow => ({
  id,
  root_span_id: "order",
  _is_merge: true,
  metrics: { end: NOW + 2 },
});
/** A trace of its own, complete. */
const another = { ...span("order-before"), root_span_id: "before", span_parents: [] };
const BELOW_ANOTHER = ["order-before  1.0 s  ✓", expect.stringMatching(/^order .*\(running\)$/)];
const children = (count: number): readonly LoggedRow[] =>
  Array.from({ length: count }, (_, index) => span(`step-${index}`));

const named = (rows: readonly LoggedRow[]): unknown[] =>
  rows.map(({ id }) => expect.stringMatching(new RegExp(`^[├└]─ ${id} `)) as unknown);

/** The lines of trees: all that a reader sees but the greeting. */
function trees(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => /^(?:order|[├└│] ?)/.test(line));
}

const window = ({ screen }: TailTerminal): readonly string[] => trees(screen.window);
const everything = ({ screen }: TailTerminal): readonly string[] => trees(screen.lines);

describe.each([
  ["in a pseudo-terminal", openPseudoTerminal, HAS_SCRIPT],
  ["on a stream that says it is a terminal", openTerminalStream, true],
])("%s, a tree", (_, open, isPossible) => {
  beforeEach(({ skip }) => skip(!isPossible, NO_SCRIPT));

  it("grows in its place as its spans come, and stays once it is complete", async () => {
    const terminal = await open({ width: 80, height: 24 });
    await terminal.log([span("order", running)]);
    await expect.poll(() => window(terminal), SOON).toEqual([expect.stringMatching(/^order .*…/)]);
    await terminal.log([span("draw", running)]);
    await expect
      .poll(() => window(terminal), SOON)
      .toEqual([expect.stringMatching(/^order .*…/), expect.stringMatching(/^└─ draw .*…/)]);
    await terminal.log([ended("draw"), ended("order")]);
    const complete = ["order    2.0 s  ✓", "└─ draw  2.0 s  ✓"];
    await expect.poll(() => window(terminal), SOON).toEqual(complete);
    await terminal.stop();
    expect(everything(terminal)).toEqual(complete);
  });

  it("that still runs stays as it is when Ctrl-C ends the command", async () => {
    const terminal = await open({ width: 80, height: 24 });
    await terminal.log([span("order", running), span("draw")]);
    await expect.poll(() => window(terminal), SOON).toHaveLength(2);
    await terminal.stop();
    expect(everything(terminal)).toEqual([
      expect.stringMatching(/^order .*\(running\)$/),
      expect.stringMatching(/^└─ draw .*✓$/),
    ]);
  });

  it("stands below those that are complete, which stay", async () => {
    const terminal = await open({ width: 80, height: 24 });
    await terminal.log([span("order", running)]);
    await expect.poll(() => window(terminal), SOON).toHaveLength(1);
    await terminal.log([another]);
    await expect.poll(() => window(terminal), SOON).toEqual(BELOW_ANOTHER);
    await terminal.stop();
    expect(everything(terminal)).toEqual(BELOW_ANOTHER);
  });

  it("that is taller than the window shows its end, and all of it once it is complete", async () => {
    const terminal = await open({ width: 80, height: 10 });
    await terminal.log([span("order", running), ...children(30)]);
    const end = children(30).slice(-9);
    await expect.poll(() => window(terminal), SOON).toEqual(named(end));
    // Again, which leaves nothing of the time before in the lines above.
    await terminal.log([span("step-30")]);
    await expect.poll(() => window(terminal).at(-1), SOON).toContain("step-30");
    await terminal.log([ended("order")]);
    await expect.poll(() => everything(terminal)[0], SOON).toMatch(/^order .*✓/);
    await terminal.stop();
    expect(everything(terminal)).toEqual([
      expect.stringMatching(/^order .*✓$/),
      ...named(children(31)),
    ]);
  });

  it("follows the window when that is made narrower and wider, without a span that comes", async () => {
    const terminal = await open({ width: 100, height: 24 });
    const output = "A long answer that is told as far as the window is wide, and no farther";
    await terminal.log([span("order", running), span("draw", { output })]);
    await expect.poll(() => window(terminal).at(-1), SOON).toContain("no farther");
    const widest = (): number => Math.max(...everything(terminal).map(({ length }) => length));
    for (const [width, drawn] of [
      [40, 40],
      [60, 60],
      // Narrower than any tree is drawn: each of its lines takes two rows.
      [16, 24],
      [70, 70],
    ] as const) {
      terminal.resize(width, 24);
      await expect.poll(widest, SOON).toBeLessThanOrEqual(drawn);
      await expect.poll(widest, SOON).toBeGreaterThan(drawn - 5);
      expect(everything(terminal)).toEqual([
        expect.stringMatching(/^order .*…/),
        expect.stringMatching(/^└─ d.*✓.*…$/),
      ]);
    }
  });

  it("shows as much as fits when the window is made lower, and all of it when it is made higher", async () => {
    const terminal = await open({ width: 80, height: 24 });
    await terminal.log([span("order", running), ...children(12)]);
    await expect.poll(() => window(terminal), SOON).toHaveLength(13);
    terminal.resize(80, 6);
    for (const id of ["step-12", "step-13"]) {
      await terminal.log([span(id)]);
      await expect.poll(() => window(terminal).at(-1), SOON).toContain(id);
    }
    expect(window(terminal)).toEqual(named(children(14).slice(-5)));
    // What left the window by itself is above it; nothing has come to that.
    expect(everything(terminal)).toHaveLength(13);
    terminal.resize(80, 20);
    await expect
      .poll(() => window(terminal).slice(-15), SOON)
      .toEqual([expect.stringMatching(/^order .*…/), ...named(children(14))]);
  });

  it("is gone when what was logged is cleared", async () => {
    const terminal = await open({ width: 80, height: 24 });
    await terminal.log([span("order", running)]);
    await expect.poll(() => window(terminal), SOON).toHaveLength(1);
    // From then on it runs without being watched for its end, which would draw it anew.
    await terminal.log([another]);
    await expect.poll(() => window(terminal), SOON).toEqual(BELOW_ANOTHER);
    await terminal.clear();
    await expect.poll(() => window(terminal), SOON).toEqual(["order-before  1.0 s  ✓"]);
  });

  it("is plain lines, and once it is complete, where the terminal is said to be dumb", async () => {
    const terminal = await open({ width: 80, height: 24, env: { TERM: "dumb" } });
    await terminal.log([span("order", running)]);
    // Long enough for the first one to be drawn, if it were.
    await terminal.log([another]);
    await expect.poll(() => window(terminal), SOON).toEqual(["order-before  1.0 s  ✓"]);
    await terminal.log([ended("order")]);
    const both = ["order-before  1.0 s  ✓", "order  2.0 s  ✓"];
    await expect.poll(() => window(terminal), SOON).toEqual(both);
    expect(terminal.screen.sequences).toEqual([]);
  });
});

describe("in a pseudo-terminal, the command", () => {
  beforeEach(({ skip }) => skip(!HAS_SCRIPT, NO_SCRIPT));

  it("says what was left out above a tree that grows", async () => {
    const terminal = await openPseudoTerminal({ width: 80, height: 24 });
    await terminal.log([span("order", running), span("draw")]);
    await expect.poll(() => window(terminal), SOON).toHaveLength(2);
    await terminal.log([{ id: 7 } as unknown as LoggedRow]);
    const said = (): string => terminal.screen.window.join("\n");
    await expect.poll(said, SOON).toMatch(/A row was left out: .*\norder .*\n└─ draw /);
    await terminal.log([ended("order")]);
    await expect.poll(said, SOON).toMatch(/A row was left out: .*\norder .*✓\n└─ draw /);
    expect(everything(terminal)).toHaveLength(2);
  });

  it("draws the traces of a viewer in another process as they grow, too", async () => {
    const beside = await openViewer().listen({ port: 0 });
    onTestFinished(() => beside.close());
    const terminal = await openPseudoTerminal({ width: 80, height: 24, beside });
    await terminal.log([span("order", running)]);
    await terminal.log([another]);
    await expect.poll(() => window(terminal), SOON).toEqual(BELOW_ANOTHER);
    await terminal.log([span("draw"), ended("order")]);
    const all = [expect.stringMatching(/^order-before/), "order    2.0 s  ✓", "└─ draw  1.0 s  ✓"];
    await expect.poll(() => window(terminal), SOON).toEqual(all);
    await terminal.stop();
    expect(everything(terminal)).toEqual(all);
  });

  it("prints all of them when another process logs many traces at once", async () => {
    const beside = await openViewer().listen({ port: 0 });
    onTestFinished(() => beside.close());
    const terminal = await openPseudoTerminal({ width: 80, height: 24, beside, isPiped: true });
    const count = 300;
    const roots = Array.from({ length: count }, (_, index) => ({
      ...span("order"),
      id: `order-${index}`,
      root_span_id: `order-${index}`,
    }));
    await terminal.log(roots);
    await expect.poll(() => everything(terminal).length, SOON).toBe(count);
  });

  it("prints nothing but plain lines, each once, where its output is a pipe", async () => {
    const terminal = await openPseudoTerminal({ width: 80, height: 24, isPiped: true });
    await terminal.log([span("order", running)]);
    await terminal.log([another]);
    await expect.poll(() => window(terminal), SOON).toEqual(["order-before  1.0 s  ✓"]);
    await terminal.log([span("draw"), ended("order")]);
    const all = ["order-before  1.0 s  ✓", "order    2.0 s  ✓", "└─ draw  1.0 s  ✓"];
    await expect.poll(() => window(terminal), SOON).toEqual(all);
    expect(terminal.screen.sequences).toEqual([]);
  });
});
