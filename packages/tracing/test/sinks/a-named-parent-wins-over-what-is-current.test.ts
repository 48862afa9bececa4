import { currentLogger, traced } from "braintrust";
import { createEmulator } from "replicate-emulator";
import Replicate from "replicate";
import { wrapReplicate, type ReplicateTracingOptions } from "braintrust-replicate";
import { expect, it } from "vitest";
import { rememberingSink } from "../support/remembering-sink.ts";
import { rowNamed } from "../support/row-named.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { testToken } from "../support/test-token.ts";

const input = { prompt: "hi" };

function client(options: ReplicateTracingOptions): Replicate {
  const { fetch } = createEmulator({ models: testModels() });
  return wrapReplicate(new Replicate({ auth: testToken(), fetch }), options);
}

it("hangs spans below the span that the app names", async () => {
  const scene = await startScene();
  const request = currentLogger()?.startSpan({ name: "request" });
  if (request === undefined) throw new Error("the scene has a logger");
  const replicate = client({ parent: request });

  await traced(() => replicate.run("acme/text", { input }), { name: "elsewhere" });
  request.end();

  const rows = await scene.rows();
  const { span_id: parent } = rowNamed(rows, "request");
  expect(rowNamed(rows, "replicate.run").span_parents).toEqual([parent]);
});

it("asks a function at each call, and takes what is current where it names nothing", async () => {
  const scene = await startScene();
  const request = currentLogger()?.startSpan({ name: "request" });
  let current = request;
  const replicate = client({ parent: () => current });

  await replicate.run("acme/text", { input });
  current = undefined;
  for await (const _ of replicate.stream("acme/text", { input }));
  request?.end();

  const rows = await scene.rows();
  expect(rowNamed(rows, "replicate.run").span_parents).toEqual([request?.spanId]);
  expect(rowNamed(rows, "replicate.stream").span_parents ?? []).toEqual([]);
});

it("changes nothing for the caller when the function throws", async () => {
  const problems: string[] = [];
  const replicate = client({
    sinks: [rememberingSink()],
    parent: () => {
      throw new Error("out of order");
    },
    onError: ({ message }) => problems.push(message),
  });

  expect(await replicate.run("acme/text", { input })).toBeDefined();
  expect(problems.join()).toContain("out of order");
});
