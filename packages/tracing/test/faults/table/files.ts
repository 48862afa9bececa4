import { VERSION } from "../../transparency/support/models.ts";
import type { Stage } from "../../transparency/support/stage.ts";
import { prediction, runAnswered, within } from "../support/answers.ts";
import type { Fault, FaultTable } from "../support/fault.ts";

type Effect = Parameters<Stage["emulator"]["fault"]>[0];
type Play = Pick<Fault, "does" | "call" | "where">;

/** Sends a file, and its upload meets a fault. */
function uploading(effect: Effect): Play {
  return {
    where: "file upload",
    call: "run",
    does: ({ replicate, emulator }) => {
      emulator.fault({ path: "/v1/files", ...effect });
      return replicate.run("acme/nothing", { input: { file: new Blob(["hello"]) } });
    },
  };
}

/** Reads what the first output file has, and its download meets a fault. */
function downloading(effect: Effect): Play {
  return {
    where: "file download",
    call: "run",
    does: async ({ replicate, emulator }) => {
      emulator.fault({ path: "/delivery/*", ...effect });
      const input = {};
      const [file] = (await replicate.run(`acme/image:${VERSION}`, { input })) as [Readable];
      return within(
        file.blob().then(({ size }) => size),
        effect.kind === "hang" ? 60 : 10_000,
      );
    },
  };
}

interface Readable {
  blob(): Promise<Blob>;
}

/** Files go wrong on their way in and out. */
export const FILES: FaultTable<Fault> = {
  title: "Files",
  rows: [
    {
      what: "the connection is reset once",
      ...uploading({ kind: "reset-before-response" }),
      caller: "returns null",
      spans: [{ status: "processing" }],
    },
    {
      what: "the connection is always reset: the client sends the file inline",
      ...uploading({ kind: "reset-before-response", times: Infinity }),
      caller: "returns null",
      spans: [{ status: "processing" }],
    },
    {
      what: "500: the client sends the file inline",
      ...uploading({ kind: "status", status: 500 }),
      caller: "returns null",
      spans: [{ status: "processing" }],
    },
    {
      what: "401, which the client lets out",
      ...uploading({ kind: "status", status: 401 }),
      caller:
        'throws ApiError: Request to https://api.replicate.com/v1/files failed with status 401 Unauthorized: {"title":"Unauthenticated",…',
      spans: [
        {
          error:
            'Request to https://api.replicate.com/v1/files failed with status 401 Unauthorized: {"title":"Unauthenticated","detail":"…',
        },
      ],
    },
    {
      what: "429 twice",
      ...uploading({ kind: "status", status: 429, times: 2 }),
      caller: "returns null",
      spans: [{ status: "processing" }],
    },
    {
      what: "the answer breaks off in its body",
      ...uploading({ kind: "reset-mid-body", afterBytes: 10 }),
      caller: "returns null",
      spans: [{ status: "processing" }],
    },
    {
      what: "the answer is half a JSON text",
      ...uploading({ kind: "malformed-json" }),
      caller: "returns null",
      spans: [{ status: "processing" }],
    },
    {
      what: "the answer has no URL",
      ...uploading({ kind: "status", status: 201, body: { id: "x" } }),
      caller: "returns null",
      spans: [{ status: "processing" }],
    },
    {
      what: "the upload never ends, and the caller stops waiting",
      where: "file upload",
      call: "run",
      does: ({ replicate, emulator }) => {
        emulator.fault({ kind: "hang", path: "/v1/files" });
        return within(replicate.run("acme/nothing", { input: { file: new Blob(["hello"]) } }), 30);
      },
      caller: 'returns "(gave up waiting)"',
      spans: [{ open: true }],
    },
    {
      what: "500, and the file is larger than the client sends inline",
      where: "file upload",
      call: "run",
      does: ({ replicate, emulator }) => {
        emulator.fault({ kind: "status", status: 500, path: "/v1/files" });
        return replicate.run("acme/nothing", {
          input: { file: new Blob([new Uint8Array(10_000_001)]) },
        });
      },
      caller:
        "throws Error: Combined filesize of prediction 10000001 bytes exceeds 10mb limit for inline encoding, please provide URLs instea…",
      spans: [
        {
          error:
            "Combined filesize of prediction 10000001 bytes exceeds 10mb limit for inline encoding, please provide URLs instead",
        },
      ],
    },
    {
      what: "404: the client throws an error of its own",
      ...downloading({ kind: "status", status: 404 }),
      caller: "throws ReferenceError: init is not defined",
      spans: [
        {
          status: "processing",
          output: ["https://replicate.delivery/…", "https://replicate.delivery/…"],
        },
      ],
    },
    {
      what: "the connection is reset before the first byte",
      ...downloading({ kind: "reset-before-response" }),
      caller: "throws TypeError: fetch failed",
      spans: [
        {
          status: "processing",
          output: ["https://replicate.delivery/…", "https://replicate.delivery/…"],
        },
      ],
    },
    {
      what: "the connection is reset in the file",
      ...downloading({ kind: "reset-mid-body", afterBytes: 20 }),
      caller: "throws TypeError: terminated",
      spans: [
        {
          status: "processing",
          output: ["https://replicate.delivery/…", "https://replicate.delivery/…"],
        },
      ],
    },
    {
      what: "the file comes some bytes at a time",
      ...downloading({ kind: "slow-drip", bytes: 16, everyMs: 1 }),
      caller: "returns 300",
      spans: [
        {
          status: "processing",
          output: ["https://replicate.delivery/…", "https://replicate.delivery/…"],
        },
      ],
    },
    {
      what: "the file never comes, and the caller stops waiting",
      ...downloading({ kind: "hang" }),
      caller: 'returns "(gave up waiting)"',
      spans: [
        {
          status: "processing",
          output: ["https://replicate.delivery/…", "https://replicate.delivery/…"],
        },
      ],
    },
    {
      what: "the caller reads the same file twice, of which the second is empty",
      where: "the caller's code",
      call: "run",
      does: async ({ replicate, note }) => {
        const [file] = (await replicate.run(`acme/image:${VERSION}`, { input: {} })) as [Readable];
        note("first", (await file.blob()).size);
        return (await file.blob()).size;
      },
      caller: "returns 0",
      spans: [
        {
          status: "processing",
          output: ["https://replicate.delivery/…", "https://replicate.delivery/…"],
        },
      ],
    },
    {
      what: "the caller never reads the files",
      where: "the caller's code",
      call: "run",
      does: async ({ replicate }) => {
        await replicate.run(`acme/image:${VERSION}`, { input: {} });
      },
      caller: "returns",
      spans: [
        {
          status: "processing",
          output: ["https://replicate.delivery/…", "https://replicate.delivery/…"],
        },
      ],
    },
    {
      what: "the file's URL is none, and reading it fails",
      where: "file download",
      call: "run",
      does: async (stage) => {
        const file = (await runAnswered(() => prediction({ output: "https:" }))(stage)) as Readable;
        return within(file.blob(), 10_000);
      },
      caller: "throws TypeError: Failed to parse URL from https:",
      spans: [{ status: "succeeded", output: "https:" }],
    },
  ],
};
