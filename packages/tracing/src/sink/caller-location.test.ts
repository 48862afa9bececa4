import { expect, it } from "vitest";
import { callerLocation } from "./caller-location.ts";

const OWN = ["    at captureCaller (/app/ours.js:1:1)", "    at gate (/app/ours.js:2:2)"];

function of(...frames: readonly string[]): ReturnType<typeof callerLocation> {
  const stack = ["Error", ...OWN, ...frames].join("\n");
  return callerLocation({ source: { stack }, ownFrames: OWN.length });
}

it.each([
  ["at file:///app/main.mjs:3:5", "/app/main.mjs", "<anonymous>"],
  ["at Object.<anonymous> (/app/main.js:3:5)", "/app/main.js", "<anonymous>"],
  ["at paint (/app/my studio/main.js:3:5)", "/app/my studio/main.js", "paint"],
  ["at Studio.paint (/app/main.js:3:5)", "/app/main.js", "Studio.paint"],
  ["at Studio.paint [as draw] (/app/main.js:3:5)", "/app/main.js", "Studio.paint"],
  ["at async Studio.paint (file:///app/main.mjs:3:5)", "/app/main.mjs", "Studio.paint"],
  ["at async file:///app/main.mjs:3:5", "/app/main.mjs", "<anonymous>"],
  ["at async Promise.all (index 0)\n    at app (/app/main.js:3:5)", "/app/main.js", "app"],
  ["at new Studio (/app/main.js:3:5)", "/app/main.js", "Studio"],
  ["at C:\\app\\main.js:3:5", "C:\\app\\main.js", "<anonymous>"],
  ["at paint (webpack-internal:///./main.ts:3:5)", "webpack-internal:///./main.ts", "paint"],
])("reads the frame %s", (frame, file, name) => {
  expect(of(`    ${frame}`)).toEqual({
    caller_filename: file,
    caller_functionname: name,
    caller_lineno: 3,
  });
});

it("passes over the clients and the runtime", () => {
  expect(
    of(
      "    at Replicate.run (/app/node_modules/replicate/index.js:9:9)",
      "    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)",
      "    at async C:\\app\\node_modules\\ai\\dist\\index.js:1:2",
      "    at app (/app/main.js:7:1)",
    ),
  ).toMatchObject({ caller_filename: "/app/main.js", caller_lineno: 7 });
});

it.each([undefined, "", "Error", "paint@https://app.example/main.js:3:5", [], { frames: 3 }])(
  "says nothing of a stack like %j",
  (stack) => {
    const source = { stack } as { readonly stack?: string };
    expect(callerLocation({ source, ownFrames: 0 })).toBeUndefined();
  },
);
