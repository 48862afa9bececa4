import { LARGE as TEXT } from "../../transparency/support/models.ts";
import { prediction, runAnswered } from "../support/answers.ts";
import type { Fault, FaultTable } from "../support/fault.ts";

type Play = Pick<Fault, "does" | "call" | "where">;

const bytes = Buffer.alloc(7_500_000, "picture").toString("base64");

/** A run with such an output, of which the client makes no files. */
function outputs(output: unknown): Play & Pick<Fault, "client"> {
  return {
    where: "the answer",
    call: "run",
    client: { useFileOutput: false },
    does: runAnswered(() => prediction({ output })),
  };
}

/** Much is passed at once, and files inside of an answer. */
export const LARGE: FaultTable<Fault> = {
  title: "What is large, and files inside of answers",
  rows: [
    {
      what: "a text of ten megabytes",
      where: "the answer",
      call: "run",
      does: async ({ replicate }) =>
        ((await replicate.run("acme/large", { input: {} })) as unknown) === TEXT,
      caller: "returns true",
      spans: [{ status: "processing", output: "<4194304 characters>", truncated: true }],
    },
    {
      what: "an inline file of ten megabytes",
      ...outputs(`data:image/png;base64,${bytes}`),
      caller:
        'returns "data:image/png;base64,cGljdHVyZXBpY3R1cmVwaWN0dXJlcGljdHVyZXBpY3R1cmVwaWN0dXJlcGljdHVyZXBpY3R1cmVwaW… <10000022 charact…',
      spans: [{ status: "succeeded", output: "<attachment image/png>" }],
    },
    {
      what: "three inline files of three megabytes",
      ...outputs(
        Array.from({ length: 3 }, () => `data:audio/wav;base64,${bytes.slice(0, 3_000_000)}`),
      ),
      caller:
        'returns ["data:audio/wav;base64,cGljdHVyZXBpY3R1cmVwaWN0dXJlcGljdHVyZXBpY3R1cmVwaWN0dXJlcGljdHVyZXBpY3R1cmVwaW… <3000022 charact…',
      spans: [
        {
          status: "succeeded",
          output: ["<attachment audio/wav>", "<attachment audio/wav>", "<attachment audio/wav>"],
        },
      ],
    },
    {
      what: "a list of a hundred thousand numbers",
      ...outputs(
        Array.from({ length: 100_000 }, (_, index) => index % 10)
          .join(" ")
          .split(" "),
      ),
      caller:
        'returns ["0","1","2","3","4","5","6","7","8","9","0","1","2","3","4","5","6","7","8","9","0","1","2","3","4","5","6","7","8","9"…',
      spans: [{ status: "succeeded", output: "<100000 items>" }],
    },
    {
      what: "an inline file that is no base64",
      ...outputs("data:image/png;base64,%%%%"),
      caller: 'returns "data:image/png;base64,%%%%"',
      spans: [{ status: "succeeded", output: "<attachment image/png>" }],
    },
    {
      what: "an inline file without a comma",
      ...outputs("data:image/png;base64"),
      caller: 'returns "data:image/png;base64"',
      spans: [{ status: "succeeded", output: "data:image/png;base64" }],
    },
    {
      what: "an inline file without anything",
      ...outputs("data:,"),
      caller: 'returns "data:,"',
      spans: [{ status: "succeeded", output: "<attachment text/plain>" }],
    },
    {
      what: "an input of ten megabytes of bytes, which the client uploads",
      where: "file upload",
      call: "run",
      does: async ({ replicate }) => {
        await replicate.run("acme/nothing", { input: { file: Buffer.alloc(10_000_000, 7) } });
      },
      caller: "returns",
      spans: [{ status: "processing" }],
    },
  ],
};
