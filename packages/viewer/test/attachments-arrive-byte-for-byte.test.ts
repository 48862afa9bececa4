import { randomBytes } from "node:crypto";
import { Attachment, ExternalAttachment, initLogger, ReadonlyAttachment } from "braintrust";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { CollectedRow, Collector, Listening } from "braintrust-replicate-viewer";
import { createCollector } from "braintrust-replicate-viewer";

let collector: Collector;
let server: Listening;

beforeEach(async () => {
  collector = createCollector();
  server = await collector.listen();
});

afterEach(() => server.close());

const account = (): { apiKey: string; appUrl: string; forceLogin: boolean } => ({
  apiKey: "local",
  appUrl: server.url,
  forceLogin: true,
});

interface Reference {
  readonly type: "braintrust_attachment";
  readonly key: string;
  readonly filename: string;
  readonly content_type: string;
}

function referenceIn(row: CollectedRow | undefined): Reference {
  // The test below has compared the shape.
  return row?.output as Reference;
}

it("keeps three megabytes of noise as they are", async () => {
  const bytes = randomBytes(3_000_000);
  const logger = initLogger({ projectName: "media", ...account() });
  logger.log({
    output: new Attachment({
      data: new Blob([bytes]),
      filename: "Höhe \u{1F3A9}.png",
      contentType: "image/png",
    }),
  });
  await logger.flush();

  const [row] = collector.store.rows();
  expect(row?.output).toMatchObject({
    type: "braintrust_attachment",
    filename: "Höhe \u{1F3A9}.png",
    content_type: "image/png",
  });
  const reference = referenceIn(row);
  const attachment = collector.store.attachment(reference.key);
  expect(attachment).toMatchObject({ status: "done", contentType: "image/png" });
  expect(Buffer.from(attachment?.bytes ?? []).equals(bytes)).toBe(true);

  const readBack = await new ReadonlyAttachment(reference).data();
  expect(Buffer.from(await readBack.arrayBuffer()).equals(bytes)).toBe(true);
  const { downloadUrl } = await new ReadonlyAttachment(reference).metadata();
  const download = await fetch(downloadUrl);
  expect(Object.fromEntries(download.headers)).toMatchObject({
    "content-type": "image/png",
    "content-disposition": "attachment; filename*=UTF-8''H%C3%B6he%20%F0%9F%8E%A9.png",
    "content-security-policy": "sandbox; default-src 'none'",
  });
});

it("keeps an empty one and a reference to another place", async () => {
  const logger = initLogger({ projectName: "media", ...account() });
  logger.log({
    output: new Attachment({ data: new Blob([]), filename: "none.txt", contentType: "text/plain" }),
    metadata: {
      source: new ExternalAttachment({
        url: "s3://bucket/hat.png",
        filename: "hat.png",
        contentType: "image/png",
      }),
    },
  });
  await logger.flush();

  const [row] = collector.store.rows();
  expect(collector.store.attachment(referenceIn(row).key)?.bytes).toHaveLength(0);
  expect(row?.metadata?.["source"]).toMatchObject({
    type: "external_attachment",
    url: "s3://bucket/hat.png",
  });
});

it("says when the upload of one failed, and keeps its row", async () => {
  collector.faults.failNext({ path: "/attachment-bytes/*", status: 500 });
  const logger = initLogger({ projectName: "media", ...account() });
  logger.log({
    output: new Attachment({
      data: new Blob(["x"]),
      filename: "hat.png",
      contentType: "image/png",
    }),
  });
  await logger.flush();

  const [row] = collector.store.rows();
  expect(collector.store.attachment(referenceIn(row).key)).toMatchObject({
    status: "error",
    errorMessage: expect.stringContaining("500") as unknown,
  });
});
