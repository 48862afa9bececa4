import type { FileOutput } from "replicate";
import { tellsTheSameStory } from "./support/bare-and-traced.ts";
import { LARGE, VERSION } from "./support/models.ts";
import type { Stage } from "./support/stage.ts";

const IMAGE = `acme/image:${VERSION}` as const;

async function firstFile({ replicate }: Stage): Promise<FileOutput> {
  const [file] = (await replicate.run(IMAGE, { input: {} })) as FileOutput[];
  if (file === undefined) throw new Error("no file");
  return file;
}

tellsTheSameStory("a file that a model made", {
  "is a stream of the client's own class": async (stage) => {
    const file = await firstFile(stage);
    stage.note("class", file instanceof ReadableStream, file.constructor.name, Object.keys(file));
    stage.note("url", file.url(), String(file), JSON.stringify(file));
  },
  "has its bytes, once": async (stage) => {
    const file = await firstFile(stage);
    const blob = await file.blob();
    stage.note("first", blob, Buffer.from(await blob.arrayBuffer()).toString("base64"));
    stage.note("second", await file.blob());
  },
  "is not locked, and can be read as a stream": async (stage) => {
    const file = await firstFile(stage);
    stage.note("locked", file.locked);
    let bytes = 0;
    for await (const chunk of file as unknown as AsyncIterable<Uint8Array>) bytes += chunk.length;
    stage.note("bytes", bytes, file.locked);
  },
  "can be canceled unread": async (stage) => (await firstFile(stage)).cancel(),
  "can be the body of a response": async (stage) => {
    const body = (await firstFile(stage)) as unknown as ReadableStream;
    return (await new Response(body).arrayBuffer()).byteLength;
  },
  "is made of a data URI as well": async ({ replicate, note }) => {
    const file = (await replicate.run("acme/inline", { input: {} })) as FileOutput;
    note("file", file, await (await file.blob()).text());
  },
  "is loaded at once and no more often": async ({ replicate }) => {
    await replicate.run(IMAGE, { input: {}, wait: { mode: "poll", interval: 1 } });
  },
});

tellsTheSameStory("a client without files", {
  "returns URLs": {
    client: { useFileOutput: false },
    does: ({ replicate }) => replicate.run(IMAGE, { input: {} }),
  },
  "returns data URIs": {
    client: { useFileOutput: false },
    does: ({ replicate }) => replicate.run("acme/inline", { input: {} }),
  },
});

const FILES: Readonly<Record<string, () => unknown>> = {
  "a Blob": () => new Blob(["hello"], { type: "text/plain" }),
  "a File": () => new File(["hello"], "hello.txt", { type: "text/plain" }),
  "a Buffer": () => Buffer.from("hello"),
  "an empty Blob": () => new Blob([]),
  bytes: () => new Uint8Array([1, 2, 3]),
  "a Blob and a File, below": () => [{ a: new Blob(["a"]) }, new File(["b"], "b")],
  "10 MB": () => new Blob([LARGE]),
  "a web stream": () => new Blob(["hello"]).stream(),
};

for (const fileEncodingStrategy of ["default", "upload", "data-uri"] as const) {
  const client = { fileEncodingStrategy };
  tellsTheSameStory(`inputs sent by the strategy ${fileEncodingStrategy}`, {
    ...Object.fromEntries(
      Object.entries(FILES).map(([name, make]) => [
        `${name}, to run`,
        {
          client,
          does: ({ replicate }: Stage) =>
            replicate.run("acme/nothing", { input: { file: make(), prompt: "hi" } }),
        },
      ]),
    ),
    "a File, to create and to a deployment": {
      client,
      spans: 2,
      does: async ({ replicate }) => {
        const input = { file: new File(["hello"], "hello.txt") };
        await replicate.predictions.create({ model: "acme/nothing", input });
        await replicate.deployments.predictions.create("acme", "fast", { input });
      },
    },
    "a File that is refused": {
      client,
      does: ({ replicate, emulator }) => {
        emulator.fault({ kind: "status", status: 422, path: "/v1/files" });
        return replicate.run("acme/nothing", { input: { file: new File(["hello"], "a") } });
      },
    },
    "a File whose upload fails": {
      client,
      does: ({ replicate, emulator }) => {
        emulator.fault({ kind: "status", status: 500, path: "/v1/files" });
        return replicate.run("acme/nothing", { input: { file: new File(["hello"], "a") } });
      },
    },
    "a File whose upload is cut off": {
      client,
      does: ({ replicate, emulator }) => {
        emulator.fault({ kind: "reset-before-response", path: "/v1/files", times: 6 });
        return replicate.run("acme/nothing", { input: { file: new File(["hello"], "a") } });
      },
    },
  });
}

tellsTheSameStory("a strategy that does not exist", {
  "is refused": {
    client: { fileEncodingStrategy: "carrier-pigeon" as never },
    does: ({ replicate }) => replicate.run("acme/nothing", { input: {} }),
  },
});
