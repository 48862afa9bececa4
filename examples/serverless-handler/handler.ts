/** A function for any platform that speaks `Request` and `Response`. */
import { initLogger, traced } from "braintrust";
import { flush, wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";

const { REPLICATE_BASE_URL = "https://api.replicate.com/v1" } = process.env;

// Once per instance, not per request.
initLogger({ projectName: "Replicate examples" });
const replicate = wrapReplicate(
  new Replicate({ baseUrl: REPLICATE_BASE_URL, useFileOutput: false }),
);

/**
 * Paints a picture.
 *
 * @param waitUntil - The platform's way to go on for a moment after the answer.
 */
export async function handle(
  request: Request,
  waitUntil: (work: Promise<unknown>) => void,
): Promise<Response> {
  try {
    const prompt = new URL(request.url).searchParams.get("prompt") ?? "a lighthouse in the fog";
    const pictures = await traced(
      () => replicate.run("black-forest-labs/flux-schnell", { input: { prompt } }),
      { name: "GET /picture" },
    );
    return Response.json({ pictures });
  } finally {
    // The platform freezes the process after the answer; what is not sent by then may never be.
    waitUntil(flush({ timeoutMs: 5000 }));
  }
}
