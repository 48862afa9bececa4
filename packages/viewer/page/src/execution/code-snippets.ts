import type { ApiJson } from "../../../src/api/contract.ts";
import { isJsonObject } from "../api/json.ts";
import type { ReplicateRequest, Target } from "./request-of.ts";

const API = "https://api.replicate.com/v1";

/** The request for a shell; the token comes from the environment. */
export function curlSnippet({ target, input }: ReplicateRequest): string {
  const body = target.kind === "version" ? { version: target.version, input } : { input };
  return [
    "curl -s -X POST \\",
    '  -H "Authorization: Bearer $REPLICATE_API_TOKEN" \\',
    '  -H "Content-Type: application/json" \\',
    '  -H "Prefer: wait" \\',
    `  -d ${shellQuoted(JSON.stringify(body, null, 2))} \\`,
    `  ${API}${pathOf(target)}`,
  ].join("\n");
}

/** The same for the `replicate` package of Python, which reads the token from the environment. */
export function pythonSnippet({ target, input, streams }: ReplicateRequest): string {
  const inputs = pythonLiteral(input, 1);
  if (target.kind === "deployment") {
    return `import replicate

deployment = replicate.deployments.get("${target.owner}/${target.name}")
prediction = deployment.predictions.create(
    input=${inputs},
)
prediction.wait()
print(prediction.output)`;
  }
  const call = `(
    "${referenceOf(target)}",
    input=${inputs},
)`;
  if (!streams) return `import replicate\n\noutput = replicate.run${call}\nprint(output)`;
  return `import replicate\n\nfor event in replicate.stream${call}:\n    print(event, end="")`;
}

/** The same for the `replicate` package of JavaScript, which reads the token from the environment. */
export function javascriptSnippet({ target, input, streams }: ReplicateRequest): string {
  const start = 'import Replicate from "replicate";\n\nconst replicate = new Replicate();\n';
  const inputs = indented(javascriptLiteral(input), 2);
  if (target.kind === "deployment") {
    return `${start}const prediction = await replicate.deployments.predictions.create(
  "${target.owner}",
  "${target.name}",
  { input: ${inputs} },
);
const done = await replicate.wait(prediction);
console.log(done.output);`;
  }
  const call = `("${referenceOf(target)}", {
  input: ${inputs},
})`;
  if (!streams) return `${start}const output = await replicate.run${call};\nconsole.log(output);`;
  return `${start}for await (const { event, data } of replicate.stream${call}) {
  if (event === "output") process.stdout.write(data);
}`;
}

function referenceOf(target: Target): string {
  return target.kind === "version" ? target.reference : `${target.owner}/${target.name}`;
}

function pathOf(target: Target): string {
  switch (target.kind) {
    case "version":
      return "/predictions";
    case "model":
      return `/models/${target.owner}/${target.name}/predictions`;
    case "deployment":
      return `/deployments/${target.owner}/${target.name}/predictions`;
  }
}

/** Between single quotes a shell reads nothing, and JSON has escaped what a terminal might. */
function shellQuoted(text: string): string {
  return `'${withoutInvisible(text).replaceAll("'", String.raw`'\''`)}'`;
}

function javascriptLiteral(value: ApiJson): string {
  return withoutInvisible(JSON.stringify(value, null, 2));
}

/**
 * What may stand in no command that somebody pastes: characters of control, and those that turn the
 * direction of writing and so show another command than is run.
 */
function withoutInvisible(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => {
      const code = character.charCodeAt(0).toString(16).padStart(4, "0");
      return `\\u${code}`;
    },
  );
}

function indented(text: string, spaces: number): string {
  return text.replaceAll("\n", `\n${" ".repeat(spaces)}`);
}

function pythonLiteral(value: ApiJson, depth: number): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return pythonText(value);
  const inner = "    ".repeat(depth + 1);
  const outer = "    ".repeat(depth);
  const items = isJsonObject(value)
    ? Object.entries(value).map(
        ([name, item]) => `${pythonText(name)}: ${pythonLiteral(item, depth + 1)}`,
      )
    : (value as readonly ApiJson[]).map((item) => pythonLiteral(item, depth + 1));
  const [open, close] = isJsonObject(value) ? ["{", "}"] : ["[", "]"];
  if (items.length === 0) return `${open}${close}`;
  return `${open}\n${items.map((item) => `${inner}${item},\n`).join("")}${outer}${close}`;
}

/** JSON's texts are Python's, escapes included. */
function pythonText(text: string): string {
  return withoutInvisible(JSON.stringify(text));
}
