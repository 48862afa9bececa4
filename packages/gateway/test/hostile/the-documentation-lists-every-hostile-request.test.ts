import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { HOSTILE_REQUESTS } from "./hostile-requests.ts";

const PAGE = new URL("../../../../docs/gateway-hostile-requests.md", import.meta.url);

const INTRODUCTION = `# Hostile requests and the gateway's answers

Each row is a test: the bytes are sent to a gateway over a socket, the status is the whole answer, and
nothing of it reaches Replicate. The bytes are in
[hostile-requests.ts](../packages/gateway/test/hostile/hostile-requests.ts). This page is written by
that test: \`UPDATE_DOCS=1 npx vitest run packages/gateway/test/hostile\`.
`;

function page(): string {
  const sections = Object.entries(HOSTILE_REQUESTS).map(([title, requests]) => {
    const rows = requests.map(({ what, status }) => `| ${what} | ${status} |`);
    return `\n## ${title}\n\n| request | answer |\n|---|---|\n${rows.join("\n")}\n`;
  });
  return INTRODUCTION + sections.join("");
}

it("lists every hostile request with the answer to it", () => {
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(PAGE, page());
  expect(readFileSync(PAGE, "utf8")).toBe(page());
  expect(Object.values(HOSTILE_REQUESTS).flat().length).toBeGreaterThan(30);
});
