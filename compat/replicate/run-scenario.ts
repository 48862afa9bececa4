import { fileURLToPath } from "node:url";
import type { CollectedRow, RowStore } from "braintrust-replicate-viewer";
import type { RecordedRequest } from "replicate-emulator";
import { childrenOf, pictureSpan, withoutHost, type SpanPicture } from "../support/picture-span.ts";
import { runProgram } from "../support/run-program.ts";
import { startServices } from "../support/services.ts";
import type { Chapter } from "./chapters.ts";
import type { ReplicateVersion } from "./replicate-versions.ts";

/** How the client of the program is traced. */
export type Way = "bare" | "client" | "class" | "hook";

/** What a run of the program showed. */
export interface ScenarioRun {
  /** What the caller got, by chapter. */
  readonly results: Readonly<Record<string, unknown>>;
  /** What arrived at Replicate. */
  readonly requests: readonly unknown[];
  /** The spans, by chapter. */
  readonly spans: Readonly<Record<string, readonly SpanPicture[]>>;
  /** What no span may show, whatever the chapter. */
  readonly faults: readonly string[];
}

const HOOK = ["--import", import.meta.resolve("braintrust-replicate/register")];

const APP = fileURLToPath(new URL("app.mjs", import.meta.url));

/** Runs the program once. Throws when it does not end well. */
export async function runScenario(
  version: ReplicateVersion,
  { way, chapters, node }: { way: Way; chapters: readonly Chapter[]; node?: string | undefined },
): Promise<ScenarioRun> {
  const services = await startServices({ era: version.era });
  try {
    const plan = {
      package: version.package,
      way,
      settings: version.settings,
      chapters: chapters.map(({ name, options }) => ({ name, options })),
    };
    const { code, stdout, stderr } = await runProgram({
      ...(node === undefined ? {} : { command: node }),
      args: [...(way === "hook" ? HOOK : []), APP],
      env: { ...services.env, COMPAT_PLAN: JSON.stringify(plan) },
    });
    if (code !== 0 || stderr !== "") throw new Error(`exit code ${code}, stderr: ${stderr}`);
    const { store, emulator, secrets } = services;
    return {
      results: JSON.parse(withoutHost(stdout)) as ScenarioRun["results"],
      requests: pictureRequests(emulator.requests),
      spans: spansByChapter(store, chapters),
      faults: faultsOf(store, secrets),
    };
  } finally {
    await services.close();
  }
}

function spansByChapter(store: RowStore, chapters: readonly Chapter[]): ScenarioRun["spans"] {
  const rows = store.rows();
  const entries = chapters.map(({ name }) => {
    const parent = rows.find((row) => row.span_attributes?.name === name);
    const children = parent === undefined ? [] : childrenOf(parent, rows);
    return [name, children.map((row) => pictureSpan(row, store))] as const;
  });
  return Object.fromEntries(entries);
}

/** What holds for every span of ours: who made it, which line of the app, what it must not hold. */
function faultsOf(store: RowStore, secrets: readonly string[]): readonly string[] {
  const ours = store.rows().filter((row) => row.span_attributes?.name?.startsWith("replicate."));
  const text = JSON.stringify(store.rows());
  return [
    ...secrets.filter((secret) => text.includes(secret)).map((secret) => `holds ${secret}`),
    ...ours.flatMap((row) =>
      faultsOfSpan(row).map((fault) => `${row.span_attributes?.name} ${fault}`),
    ),
  ];
}

function faultsOfSpan({ context, metadata, metrics }: CollectedRow): readonly string[] {
  const faults: string[] = [];
  if (context?.["caller_filename"] !== APP) faults.push("does not point to the app");
  if (!JSON.stringify(context).includes('"name":"braintrust-replicate"'))
    faults.push("is nobody's");
  if (typeof metrics?.["end"] !== "number") faults.push("did not end");
  const { prediction_id: id, url, replicate_metrics: own, status } = metadata ?? {};
  if ((status === undefined) !== (id === undefined)) faults.push("has no id, or no status");
  if (url !== undefined && url !== `https://replicate.com/p/${String(id)}`)
    faults.push("has no url");
  const measured = typeof metrics?.["total_time"] === "number";
  if (measured !== (own !== undefined)) faults.push("does not have what Replicate measured");
  return faults;
}

/** Requests as they count: polls of one prediction in a row are one, however many they were. */
function pictureRequests(requests: readonly RecordedRequest[]): readonly unknown[] {
  const pictures = requests.map(({ method, path, headers, text }) => {
    const { "content-length": _, host: __, ...kept } = headers;
    const boundary = /boundary=(\S+)/.exec(headers["content-type"] ?? "")?.[1];
    const seen = { method, path, headers: kept, text };
    const stable = withoutHost(JSON.stringify(seen));
    return boundary === undefined ? stable : stable.replaceAll(boundary, "<boundary>");
  });
  return pictures
    .filter(
      (picture, index) => !picture.startsWith('{"method":"GET"') || picture !== pictures[index - 1],
    )
    .map((picture) => JSON.parse(picture) as unknown);
}
