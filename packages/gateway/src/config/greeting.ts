/** The lines to paste where programs run, for each client. */
export function greeting(url: string): string {
  return `Replicate through ${url}, each execution a span in Braintrust. Paste where your program runs:

Python, replicate 1.x:
  export REPLICATE_BASE_URL=${url}

Python, replicate 2.x, and the generated clients (replicate-stainless):
  export REPLICATE_BASE_URL=${url}/v1

JavaScript:
  const replicate = new Replicate({ baseUrl: "${url}/v1" });

Go:
  client, err := replicate.NewClient(replicate.WithTokenFromEnv(), replicate.WithBaseURL("${url}/v1"))

curl:
  curl -H "Authorization: Bearer $REPLICATE_API_TOKEN" -H "Content-Type: application/json" \\
    -H "Prefer: wait" -d '{"input":{"prompt":"a heron at dawn"}}' \\
    ${url}/v1/models/black-forest-labs/flux-schnell/predictions

Press Ctrl+C to stop.`;
}
