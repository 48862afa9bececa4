import { expect, it } from "vitest";
import { expectTheOrder } from "./support/expect-the-order.ts";
import { openViewer, temporaryDirectory } from "./support/open-viewer.ts";
import { runProgram } from "./support/run-program.ts";

const ORDER_A_PICTURE = new URL("./programs/order-a-picture.mjs", import.meta.url);

it("tells nested spans, errors, an attachment and an update, also after a restart", async () => {
  const directory = temporaryDirectory();
  const viewer = openViewer({ directory });
  const server = await viewer.listen();
  const result = await runProgram(ORDER_A_PICTURE, server.url);
  expect(result).toMatchObject({ code: 0, stderr: "" });
  await expectTheOrder(viewer);
  await server.close();
  viewer.close();
  await expectTheOrder(openViewer({ directory }));
});
