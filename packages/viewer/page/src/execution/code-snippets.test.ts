import { describe, expect, it } from "vitest";
import { curlSnippet, javascriptSnippet, pythonSnippet } from "./code-snippets.ts";
import type { ReplicateRequest } from "./request-of.ts";

const INPUT = {
  prompt: 'it\'s a "heron"\n$(id) `id`',
  seed: 7,
  safe: true,
  mask: null,
  tags: ["a"],
};
const MODEL: ReplicateRequest = {
  target: { kind: "model", owner: "acme", name: "paint" },
  input: INPUT,
  streams: false,
};

describe("the code that runs an execution again", () => {
  it("is a command in which the shell reads nothing of the input", () => {
    expect(curlSnippet(MODEL)).toBe(String.raw`curl -s -X POST \
  -H "Authorization: Bearer $REPLICATE_API_TOKEN" \
  -H "Content-Type: application/json" \
  -H "Prefer: wait" \
  -d '{
  "input": {
    "prompt": "it'\''s a \"heron\"\n$(id) ${"`id`"}",
    "seed": 7,
    "safe": true,
    "mask": null,
    "tags": [
      "a"
    ]
  }
}' \
  https://api.replicate.com/v1/models/acme/paint/predictions`);
  });

  it("is Python with Python's own words", () => {
    expect(pythonSnippet(MODEL)).toBe(String.raw`import replicate

output = replicate.run(
    "acme/paint",
    input={
        "prompt": "it's a \"heron\"\n$(id) ${"`id`"}",
        "seed": 7,
        "safe": True,
        "mask": None,
        "tags": [
            "a",
        ],
    },
)
print(output)`);
  });

  it("is JavaScript that streams what was streamed", () => {
    const version = "0".repeat(64);
    const target = { kind: "version", version, reference: `acme/paint:${version}` } as const;
    const code = javascriptSnippet({ target, input: { prompt: "hi" }, streams: true });
    expect(code).toBe(`import Replicate from "replicate";

const replicate = new Replicate();
for await (const { event, data } of replicate.stream("acme/paint:${version}", {
  input: {
    "prompt": "hi"
  },
})) {
  if (event === "output") process.stdout.write(data);
}`);
  });

  it("goes through a deployment where that was asked", () => {
    const target = { kind: "deployment", owner: "acme", name: "ours" } as const;
    const request = { target, input: {}, streams: false };
    expect(curlSnippet(request)).toContain("/v1/deployments/acme/ours/predictions");
    expect(pythonSnippet(request)).toContain('deployments.get("acme/ours")');
    expect(javascriptSnippet(request)).toContain('"acme",\n  "ours",');
  });

  it("shows whoever pastes it every character that there is", () => {
    const hidden = { ...MODEL, input: { prompt: "\u202Eevil\u200B\u009B31m\u007F" } };
    for (const code of [curlSnippet(hidden), pythonSnippet(hidden), javascriptSnippet(hidden)]) {
      expect(code).toContain(String.raw`\u202eevil\u200b\u009b31m\u007f`);
    }
  });

  it("holds no token", () => {
    for (const code of [curlSnippet(MODEL), pythonSnippet(MODEL), javascriptSnippet(MODEL)]) {
      expect(code.replace("$REPLICATE_API_TOKEN", "")).not.toMatch(/token|r8_/i);
    }
  });
});
