import { expect, it } from "vitest";
import { formatTraceparent, parseTraceparent } from "./open-telemetry-place.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "b7ad6b7169203331";

it("reads and writes the header of W3C", () => {
  for (const traceFlags of [0, 1]) {
    const header = `00-${traceId}-${spanId}-0${traceFlags}`;
    expect(parseTraceparent(header)).toEqual({ traceId, spanId, traceFlags, isRemote: true });
    expect(formatTraceparent({ traceId, spanId, traceFlags })).toBe(header);
  }
});

it.each([
  "",
  "nothing",
  `00-${traceId}-${spanId}`,
  `00-${"0".repeat(32)}-${spanId}-01`,
  `00-${traceId}-${"0".repeat(16)}-01`,
  `00-${traceId.toUpperCase()}-${spanId}-01`,
  `00-${traceId}-${spanId}-01x`,
])("is not fooled by %j", (header) => {
  expect(parseTraceparent(header)).toBeUndefined();
});
