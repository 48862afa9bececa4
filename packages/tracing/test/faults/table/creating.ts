import type { Stage } from "../../transparency/support/stage.ts";
import { within } from "../support/answers.ts";
import type { Fault, FaultTable } from "../support/fault.ts";

type Effect = Parameters<Stage["emulator"]["fault"]>[0];

/** Runs a model whose creation meets a fault. */
function running(effect: Effect): Pick<Fault, "does" | "call" | "where"> {
  return {
    where: "POST",
    call: "run",
    does: ({ replicate, emulator }) => {
      emulator.fault({ method: "POST", ...effect });
      return replicate.run("acme/text", { input: {} });
    },
  };
}

function refused(status: number): Pick<Fault, "does" | "call" | "where"> {
  return running({ kind: "status", status, times: Infinity });
}

/** The request that creates an execution goes wrong. */
export const CREATING: FaultTable<Fault> = {
  title: "Creating a prediction",
  rows: [
    {
      what: "the connection is reset once, and nothing was done",
      ...running({ kind: "reset-before-response" }),
      caller: 'returns ["Two"," words",""]',
      spans: [{ status: "processing", attempts: 2, output: "Two words" }],
    },
    {
      what: "the connection is reset once, after a prediction was created",
      ...running({ kind: "reset-before-response", handled: true }),
      caller: 'returns ["Two"," words",""]',
      spans: [{ status: "processing", attempts: 2, output: "Two words" }],
    },
    {
      what: "the connection is reset five times",
      ...running({ kind: "reset-before-response", times: 5 }),
      caller: 'returns ["Two"," words",""]',
      spans: [{ status: "processing", attempts: 6, output: "Two words" }],
    },
    {
      what: "the connection is always reset: the client gives up at the sixth",
      ...running({ kind: "reset-before-response", times: Infinity }),
      caller: "throws TypeError: fetch failed",
      spans: [{ error: "fetch failed", attempts: 6 }],
    },
    {
      what: "429 with Retry-After, once",
      ...running({ kind: "status", status: 429, retryAfter: 1 }),
      caller: 'returns ["Two"," words",""]',
      spans: [{ status: "processing", attempts: 2, output: "Two words" }],
    },
    {
      what: "429 with Retry-After, always",
      ...running({ kind: "status", status: 429, retryAfter: 1, times: Infinity }),
      caller:
        "throws ApiError: Request to https://api.replicate.com/v1/models/acme/text/predictions failed with status 429 Too Many Requests:…",
      spans: [
        {
          error:
            'Request to https://api.replicate.com/v1/models/acme/text/predictions failed with status 429 Too Many Requests: {"detail"…',
          attempts: 6,
        },
      ],
    },
    {
      what: "400",
      ...refused(400),
      caller:
        'throws ApiError: Request to https://api.replicate.com/v1/models/acme/text/predictions failed with status 400 Bad Request: {"sta…',
      spans: [
        {
          error:
            'Request to https://api.replicate.com/v1/models/acme/text/predictions failed with status 400 Bad Request: {"status":400,"…',
        },
      ],
    },
    {
      what: "401, the token is wrong",
      ...refused(401),
      caller:
        'throws ApiError: Request to https://api.replicate.com/v1/models/acme/text/predictions failed with status 401 Unauthorized: {"ti…',
      spans: [
        {
          error:
            'Request to https://api.replicate.com/v1/models/acme/text/predictions failed with status 401 Unauthorized: {"title":"Unau…',
        },
      ],
    },
    {
      what: "402, the credit is used up",
      ...refused(402),
      caller:
        "throws ApiError: Request to https://api.replicate.com/v1/models/acme/text/predictions failed with status 402 Payment Required: …",
      spans: [
        {
          error:
            'Request to https://api.replicate.com/v1/models/acme/text/predictions failed with status 402 Payment Required: {"title":"…',
        },
      ],
    },
    {
      what: "404, there is no such model",
      ...refused(404),
      caller:
        'throws ApiError: Request to https://api.replicate.com/v1/models/acme/text/predictions failed with status 404 Not Found: {"detai…',
      spans: [
        {
          error:
            'Request to https://api.replicate.com/v1/models/acme/text/predictions failed with status 404 Not Found: {"detail":"The re…',
        },
      ],
    },
    {
      what: "422, the input is wrong",
      ...refused(422),
      caller:
        "throws ApiError: Request to https://api.replicate.com/v1/models/acme/text/predictions failed with status 422 Unprocessable Enti…",
      spans: [
        {
          error:
            'Request to https://api.replicate.com/v1/models/acme/text/predictions failed with status 422 Unprocessable Entity: {"deta…',
        },
      ],
    },
    {
      what: "500, which is not tried again",
      ...refused(500),
      caller:
        "throws ApiError: Request to https://api.replicate.com/v1/models/acme/text/predictions failed with status 500 Internal Server Er…",
      spans: [
        {
          error:
            "Request to https://api.replicate.com/v1/models/acme/text/predictions failed with status 500 Internal Server Error: Inter…",
        },
      ],
    },
    {
      what: "503, which is not tried again",
      ...refused(503),
      caller:
        "throws ApiError: Request to https://api.replicate.com/v1/models/acme/text/predictions failed with status 503 Service Unavailabl…",
      spans: [
        {
          error:
            "Request to https://api.replicate.com/v1/models/acme/text/predictions failed with status 503 Service Unavailable: Service…",
        },
      ],
    },
    {
      what: "the answer breaks off in its body",
      ...running({ kind: "reset-mid-body", afterBytes: 40 }),
      caller: "throws TypeError: terminated",
      spans: [{ error: "terminated" }],
    },
    {
      what: "the answer is half a JSON text",
      ...running({ kind: "malformed-json" }),
      caller: "throws SyntaxError: Unterminated string in JSON",
      spans: [{ error: "Unterminated string in JSON" }],
    },
    {
      what: "the answer is a web page with status 200",
      ...running({ kind: "status", status: 200, body: "<html>Welcome</html>" }),
      caller:
        "throws SyntaxError: Unexpected token '<', \"<html>Welcome</html>\" is not valid JSON",
      spans: [{ error: "Unexpected token '<', \"<html>Welcome</html>\" is not valid JSON" }],
    },
    {
      what: "the answer is empty",
      ...running({ kind: "status", status: 201, body: "" }),
      caller: "throws SyntaxError: Unexpected end of JSON input",
      spans: [{ error: "Unexpected end of JSON input" }],
    },
    {
      what: "the answer comes three bytes at a time",
      ...running({ kind: "slow-drip", bytes: 3, everyMs: 1 }),
      caller: 'returns ["Two"," words",""]',
      spans: [{ status: "processing", output: "Two words" }],
    },
    {
      what: "the answer comes half a minute late, by Replicate's clock",
      ...running({ kind: "delay", ms: 30_000 }),
      caller: 'returns ["Two"," words",""]',
      spans: [{ status: "processing", output: "Two words" }],
    },
    {
      what: "no answer comes, and the caller's signal gives up",
      where: "POST",
      call: "predictions.create",
      does: ({ replicate, emulator }) => {
        emulator.fault({ kind: "hang", times: Infinity });
        const signal = AbortSignal.timeout(30);
        return replicate.predictions.create({ model: "acme/text", input: {}, signal });
      },
      caller: "throws TimeoutError: The operation was aborted due to timeout",
      spans: [{ incomplete: "stopped_early", attempts: 6 }],
    },
    {
      what: "no answer comes, and the caller stops waiting",
      where: "POST",
      call: "run",
      does: ({ replicate, emulator }) => {
        emulator.fault({ kind: "hang", times: Infinity });
        return within(replicate.run("acme/text", { input: {} }), 30);
      },
      caller: 'returns "(gave up waiting)"',
      spans: [{ open: true }],
    },
    {
      what: "the connection is reset once",
      where: "POST",
      call: "deployments.predictions.create",
      does: async ({ replicate, emulator }) => {
        emulator.fault({ kind: "reset-before-response", method: "POST" });
        const { status } = await replicate.deployments.predictions.create("acme", "fast", {
          input: {},
          wait: true,
        });
        return status;
      },
      caller: 'returns "processing"',
      spans: [{ status: "processing", attempts: 2, open: true }],
    },
    {
      what: "429 twice",
      where: "POST",
      call: "predictions.create",
      does: async ({ replicate, emulator }) => {
        emulator.fault({ kind: "status", status: 429, times: 2, method: "POST" });
        return (await replicate.predictions.create({ model: "acme/text", input: {} })).status;
      },
      caller: 'returns "starting"',
      spans: [{ status: "starting", attempts: 3, open: true }],
    },
    {
      what: "500 for a training",
      where: "POST",
      call: "trainings.create",
      does: async ({ replicate, emulator }) => {
        emulator.fault({ kind: "status", status: 500, method: "POST" });
        return replicate.trainings.create("acme", "text", "b".repeat(64), {
          destination: "acme/tuned",
          input: {},
        });
      },
      caller:
        "throws ApiError: Request to https://api.replicate.com/v1/models/acme/text/versions/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…",
      spans: [
        {
          error:
            "Request to https://api.replicate.com/v1/models/acme/text/versions/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…",
        },
      ],
    },
    {
      what: "429 always, before a stream",
      where: "POST",
      call: "stream",
      does: async ({ replicate, emulator }) => {
        emulator.fault({ kind: "status", status: 429, times: Infinity, method: "POST" });
        return replicate.stream("acme/text", { input: {} }).next();
      },
      caller:
        "throws ApiError: Request to https://api.replicate.com/v1/models/acme/text/predictions failed with status 429 Too Many Requests:…",
      spans: [
        {
          error:
            'Request to https://api.replicate.com/v1/models/acme/text/predictions failed with status 429 Too Many Requests: {"detail"…',
          attempts: 6,
        },
      ],
    },
    {
      what: "the blocking answer comes before anything was done, and polls take over",
      where: "POST",
      call: "run",
      does: ({ replicate, emulator }) => {
        emulator.fault({ kind: "status", status: 429, method: "POST" });
        return replicate.run("acme/text", { input: {}, wait: { mode: "poll", interval: 1 } });
      },
      caller: 'returns ["Two"," words",""]',
      spans: [{ status: "succeeded", attempts: 2, output: "Two words" }],
    },
  ],
};
