import { expect, it } from "vitest";
import { rawRequest } from "../support/raw-request.ts";
import { startStage } from "../support/start-stage.ts";
import { HOSTILE_REQUESTS, TEST_KEY } from "./hostile-requests.ts";

const ALL = Object.values(HOSTILE_REQUESTS).flat();

it.each(ALL)("answers $status to: $what", async ({ bytes, status, keyed }) => {
  const { emulator, gateway } = await startStage({}, keyed ? { key: TEST_KEY } : {});
  const answer = await rawRequest(gateway.port, Buffer.from(bytes, "latin1"));
  expect(answer.status).toBe(status);
  expect(answer.text.split("HTTP/1.1 ")).toHaveLength(2);
  // The answer to a HEAD has no body.
  const named = answer.text.includes("braintrust-replicate-gateway: ");
  expect(named || bytes.startsWith("HEAD")).toBe(true);
  expect(answer.text).not.toContain("r8_test");
  expect(emulator.requests).toEqual([]);
});

it("lets the same request through when nothing is wrong with it", async () => {
  const { emulator, gateway } = await startStage({}, { key: TEST_KEY });
  const bytes = `GET /k/${TEST_KEY}/v1/account HTTP/1.1\r\nHost: 127.0.0.1:4780\r\nAuthorization: Bearer r8_test\r\n\r\n`;
  expect((await rawRequest(gateway.port, bytes)).status).toBe(200);
  expect(emulator.requests.map(({ path }) => path)).toEqual(["/v1/account"]);
});
