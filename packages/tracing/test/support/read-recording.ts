import { readFileSync } from "node:fs";

/** One recorded request and its answer. */
export interface RecordedExchange {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
  };
}

/** Real exchanges with Replicate, kept beside the repository. */
export interface Recording {
  readonly source: string;
  readonly exchanges: readonly RecordedExchange[];
}

const FOLDER = new URL("../../../../../shared/recordings/", import.meta.url);

/** Reads a recording, or says on the console why it cannot, and answers `undefined`. */
export function readRecording(name: string): Recording | undefined {
  try {
    return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8")) as Recording;
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    console.log(`skipped: the recording ${name} is not beside this repository (${reason})`);
    return undefined;
  }
}
