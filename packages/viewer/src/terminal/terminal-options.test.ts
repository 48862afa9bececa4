import { expect, it } from "vitest";
import { terminalOptions } from "./terminal-options.ts";

const terminal = { isTTY: true, columns: 80 };

it.each([
  [terminal, {}, { colour: true, width: 80 }],
  [terminal, { NO_COLOR: "1" }, { colour: false, width: 80 }],
  [terminal, { NO_COLOR: "", FORCE_COLOR: "0" }, { colour: false, width: 80 }],
  [terminal, { TERM: "dumb" }, { colour: false, width: 80 }],
  [{}, {}, { colour: false, width: 120 }],
  [{}, { FORCE_COLOR: "1" }, { colour: true, width: 120 }],
  [{}, { FORCE_COLOR: "1", NO_COLOR: "1" }, { colour: false, width: 120 }],
])("reads %j in %j as %j", (stream, environment, options) => {
  expect(terminalOptions(stream, environment)).toEqual(options);
});
