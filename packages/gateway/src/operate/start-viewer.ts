import { ConfigError } from "../config/config-error.ts";

/** A viewer that runs beside the gateway. */
export interface RunningViewer {
  readonly url: string;
  /** What it takes for a key of Braintrust's API. */
  readonly apiKey: string;
  close(): Promise<void>;
}

/** Where a viewer is, and who hears of its troubles. */
export interface ViewerPlace {
  /** 4777 unless said, where it is looked for. */
  readonly port?: number;
  /** Where it keeps what it collects; the viewer's own default unless said. */
  readonly directory?: string;
  readonly onNotice: (message: string) => void;
}

/**
 * Starts `braintrust-replicate-viewer`, which is a package of its own: only who asks for it needs it.
 *
 * @throws {ConfigError} when it is not installed, its port is taken or its directory cannot be used.
 */
export async function startViewer(place: ViewerPlace): Promise<RunningViewer> {
  const { port = 4777, directory, onNotice } = place;
  const { createViewer } = await import("braintrust-replicate-viewer").catch(() => {
    throw new ConfigError(
      "option --viewer: needs the package braintrust-replicate-viewer, which npm leaves out with --omit=optional",
    );
  });
  let viewer: ReturnType<typeof createViewer>;
  try {
    viewer = createViewer({ onNotice, ...(directory !== undefined && { directory }) });
  } catch (error) {
    // What its message goes on to advise is for the viewer's own command line.
    const [problem = ""] = messageOf(error).split(". ");
    throw new ConfigError(`option --viewer: ${problem}; ${adviceFor(port)}`);
  }
  const listening = await viewer.listen({ port }).catch((error: unknown) => {
    viewer.close();
    throw new ConfigError(
      `option --viewer: cannot listen on port ${port} (${messageOf(error)}); ${adviceFor(port)}`,
    );
  });
  return {
    url: listening.url,
    apiKey: "local",
    close: async () => {
      await listening.close();
      viewer.close();
    },
  };
}

function adviceFor(port: number): string {
  return (
    "if a viewer runs already, leave --viewer out and set " +
    `BRAINTRUST_APP_URL=http://127.0.0.1:${port} BRAINTRUST_API_KEY=local`
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
