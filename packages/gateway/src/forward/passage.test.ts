import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { createHttpTracing, rowSink, type RowPart } from "braintrust-replicate/http";
import { Passage } from "./passage.ts";

it("ends an execution that is told of only after its request has failed", async () => {
  const rows: RowPart[] = [];
  const tracing = createHttpTracing({
    sinks: [
      rowSink({
        shared: false,
        place: () => "here",
        identify: () => ({ id: "row", span_id: "span", root_span_id: "root" }),
        write: (_place, part) => void rows.push(part),
        attach: () => undefined,
        flush: () => Promise.resolve(),
      }),
    ],
  });
  const server = createServer((_request, response) => {
    const passage = new Passage({
      method: "POST",
      route: { name: "create", shape: "execution" },
      response,
      replaceUrl: () => undefined,
      replaceLocation: () => undefined,
      closing: () => false,
      onEnd: () => {},
    });
    // As the HTTP client does when it is closed already.
    passage.fail(Object.assign(new Error("closed"), { code: "UND_ERR_DESTROYED" }));
    const body = { version: "v", input: { n: 1 } };
    passage.tell(tracing.begin({ method: "POST", url: "/v1/predictions", body, token: undefined }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  expect(answer.status).toBe(502);
  expect(tracing.openExecutions).toBe(0);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ input: { n: 1 }, error: "closed" });
});
