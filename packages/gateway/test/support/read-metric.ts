/** A number of the gateway's metrics, by its name without the prefix; NaN where there is none. */
export async function readMetric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const start = `braintrust_replicate_gateway_${name} `;
  const line = text.split("\n").find((one) => one.startsWith(start));
  return line === undefined ? Number.NaN : Number(line.slice(start.length));
}
