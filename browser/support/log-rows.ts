/** A row as any program may post it, well-formed or not. */
export type AnyRow = Readonly<Record<string, unknown>>;

/** Posts rows as a Braintrust SDK does; answers the status. */
export async function logRows(url: string, rows: readonly AnyRow[]): Promise<number> {
  const response = await fetch(`${url}/logs3`, {
    method: "POST",
    headers: { authorization: "Bearer local", "content-type": "application/json" },
    body: JSON.stringify({ rows, api_version: 2 }),
  });
  await response.arrayBuffer();
  return response.status;
}

/** A plain execution that has ended; `fields` replace or add. */
export function executionRow(id: string, fields: AnyRow = {}): AnyRow {
  const start = Date.now() / 1_000;
  return {
    id,
    span_id: id,
    root_span_id: id,
    span_parents: [],
    project_id: "11111111-2222-4333-8444-555555555555",
    log_id: "g",
    created: new Date().toISOString(),
    span_attributes: { name: "replicate.run", type: "llm" },
    metadata: { provider: "replicate", model: "acme/rows", status: "succeeded" },
    metrics: { start, end: start + 1.5, queue_time: 0.25, predict_time: 1 },
    input: { prompt: `prompt of ${id}` },
    output: `output of ${id}`,
    ...fields,
  };
}
