import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, expect, it } from "vitest";
import { expectTheOrder } from "../../packages/viewer/test/support/expect-the-order.ts";
import { openViewer } from "../../packages/viewer/test/support/open-viewer.ts";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));

/** Made once; git does not see it. */
const environment = fileURLToPath(
  new URL("../../node_modules/.python-environments/viewer", import.meta.url),
);
const python = join(environment, "bin", "python");

beforeAll(async () => {
  if (!existsSync(python)) await run("python3", ["-m", "venv", environment]);
  const requirements = join(here, "requirements.txt");
  await run(python, ["-m", "pip", "install", "--quiet", "--requirement", requirements]);
});

it("tells what the unmodified Python SDK logs: spans, errors, an attachment, an update", async () => {
  const viewer = openViewer();
  const server = await viewer.listen();
  const { BRAINTRUST_API_URL: _, ...surroundings } = process.env;
  const { stderr } = await run(python, [join(here, "order_a_picture.py")], {
    env: {
      ...surroundings,
      BRAINTRUST_APP_URL: server.url,
      BRAINTRUST_API_KEY: "local",
      NO_PROXY: "127.0.0.1",
    },
  });
  expect(stderr).not.toContain("Traceback");
  await expectTheOrder(viewer);
  await server.close();
});
