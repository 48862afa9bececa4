import { randomUUID } from "node:crypto";
import { logIn } from "../support/collected-spans.ts";
import { createStage, type Stage } from "../support/stage.ts";
import { BARE, BY_CLASS, BY_CLIENT } from "../support/ways.ts";

/**
 * Leaves promises alone, in every manner in which a program can, and prints what the process hears
 * of it: once, late, or not at all, and whether it is the promise that the caller holds.
 */
const LEFT: Readonly<Record<string, (stage: Stage) => unknown>> = {
  "run that fails": ({ replicate }) => replicate.run("acme/broken", { input: {} }),
  "run that is refused": ({ replicate }) => replicate.run("nonsense" as never, { input: {} }),
  "run without options": ({ replicate }) => replicate.run("acme/text", undefined as never),
  "run that works": ({ replicate }) => replicate.run("acme/text", { input: {} }),
  "run that is answered 422": (stage) => refused(stage).run("acme/text", { input: {} }),
  "run whose progress rejects": ({ replicate }) =>
    replicate.run("acme/text", { input: {} }, (() =>
      Promise.reject(new Error("progress"))) as () => void),
  "run that is handled late": ({ replicate }) => {
    const promise = replicate.run("acme/broken", { input: {} });
    setTimeout(() => void promise.catch(() => {}), 5);
    return promise;
  },
  "run that is awaited": async ({ replicate }) => {
    await replicate.run("acme/broken", { input: {} }).catch(() => {});
  },
  "run that is awaited twice": ({ replicate }) => {
    const promise = replicate.run("acme/broken", { input: {} });
    promise.catch(() => {});
    return promise.then(() => {});
  },
  create: (stage) => refused(stage).predictions.create({ model: "acme/text", input: {} }),
  "create for a deployment": (stage) =>
    refused(stage).deployments.predictions.create("acme", "fast", { input: {} }),
  "create of a training": (stage) =>
    refused(stage).trainings.create("a", "b", "c", { destination: "a/b", input: {} }),
  get: ({ replicate }) => replicate.predictions.get("unknown"),
  cancel: ({ replicate }) => replicate.predictions.cancel("unknown"),
  // Waiting once more for the same would be no news.
  wait: ({ replicate }) => replicate.wait({ id: randomUUID() } as never, {}),
  request: ({ replicate }) => replicate.request("/nowhere", { method: "GET" }),
  "request that creates": (stage) =>
    refused(stage).request("/predictions", { method: "POST", data: {} }),
  "JSON of a request": async (stage) => {
    stage.emulator.fault({ kind: "malformed-json" });
    const { replicate } = stage;
    const route = "/models/acme/text/predictions";
    const response = await replicate.request(route, { method: "POST", data: { input: {} } });
    void response.json();
  },
  "step of a stream": ({ replicate }) => replicate.stream("acme/json", { input: {} }).next(),
  "steps of a stream": ({ replicate }) => {
    const stream = replicate.stream("acme/json", { input: {} });
    void stream.next();
    return stream.next();
  },
  "error thrown into a stream": ({ replicate }) =>
    replicate.stream("acme/text", { input: {} }).throw(new Error("into the stream")),
  "stream that is not asked": ({ replicate }) => {
    replicate.stream("nonsense" as never, { input: {} });
  },
  "file that cannot be loaded": async ({ replicate, emulator }) => {
    emulator.fault({ kind: "status", status: 404, path: "/delivery/*", times: Infinity });
    await replicate.run(`acme/image:${"a".repeat(64)}`, { input: {} });
  },
};

function refused({ replicate, emulator }: Stage): Stage["replicate"] {
  emulator.fault({ kind: "status", status: 422, times: Infinity });
  return replicate;
}

const loggedIn = await logIn();
let heard: string[] = [];
let left: unknown;
process.on("unhandledRejection", (reason, promise) => {
  heard.push(`unhandled, ${whose(promise)}: ${String(reason).slice(0, 42)}`);
});
process.on("rejectionHandled", (promise) => void heard.push(`handled late, ${whose(promise)}`));

function whose(promise: unknown): string {
  return promise === left ? "the caller's promise" : "another promise";
}

for (const way of [BARE, BY_CLIENT, BY_CLASS]) {
  const story: Record<string, readonly string[]> = {};
  const { spans } = await way.run(async (prepare) => {
    for (const [name, leave] of Object.entries(LEFT)) {
      heard = [];
      left = leave(createStage({ prepare }));
      await new Promise((resolve) => setTimeout(resolve, 15));
      story[name] = heard;
    }
  });
  console.log(JSON.stringify({ way: way.name, spans, story }));
}
await loggedIn.close();
process.exit();
