import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { compileBlocks } from "./support/compiled-blocks.ts";
import { blocksIn, documents } from "./support/document-blocks.ts";
import { startServices } from "./support/start-services.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const compiled = compileBlocks(documents().flatMap(blocksIn));
afterAll(() => compiled.remove());

it("every block of code in the documents fits the packages", () => {
  expect(compiled.problems).toEqual([]);
});

describe("the first block of a page works as it stands", () => {
  const traced = ["README.md", "packages/tracing/README.md"];
  // What is about programs that are started from a terminal.
  const commands = ["docs/guide/gateway.md", "docs/guide/viewer.md"];
  const pages = documents().filter(
    (path) => (path.startsWith("docs/guide/") || traced.includes(path)) && !commands.includes(path),
  );

  it.each(commands)("%s has none", (page) => {
    expect(blocksIn(page)).toEqual([]);
  });

  it.each(pages)("%s", async (page) => {
    const [first] = blocksIn(page);
    if (first === undefined) throw new Error(`${page} has no code`);
    const services = await startServices();

    const program = compiled.program(first);
    const { code, stderr } = await services.start(program, {
      preload: "test/support/redirect-replicate.mjs",
      cwd: compiled.folder,
    }).ended;

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    // The page about testing offline brings its own collector.
    if (page.endsWith("testing-offline.md")) return;
    const rows = services.collector.store.rows();
    expect(rows.length).toBeGreaterThan(0);
    // By the conventions of OpenTelemetry a span is named after its operation and its model.
    const name = page.endsWith("opentelemetry.md") ? /^generate_content / : /^replicate\./;
    for (const row of rows) {
      expect(row.span_attributes?.name).toMatch(name);
      expect(row).toHaveProperty("metrics.end");
      expect(row.metadata).not.toHaveProperty("incomplete");
    }
    expect(JSON.stringify(rows)).not.toContain("<omitted>");
  });
});

describe("links lead somewhere", () => {
  const all = [
    ...documents(),
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/README.md",
    "docs/releasing.md",
    "examples/README.md",
  ];

  it.each(all)("in %s", (document) => {
    const markdown = withoutCode(document);
    const links = [...markdown.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, to = ""]) => to);

    expect(links.filter((link) => !leads(document, link))).toEqual([]);
  });
});

function leads(from: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? from : join(dirname(from), path);
  if (!existsSync(join(ROOT, target))) return false;
  return anchor === undefined || anchorsIn(target).has(anchor);
}

/** Headings as GitHub makes links of them. */
function anchorsIn(document: string): ReadonlySet<string> {
  const headings = withoutCode(document).matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, title = ""]) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, "")
        .replaceAll(" ", "-"),
    ),
  );
}

function withoutCode(document: string): string {
  return readFileSync(join(ROOT, document), "utf8").replaceAll(/^```.*?^```$/gms, "");
}
