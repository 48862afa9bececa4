// OpenTelemetry as its documentation sets it up: its loader for ES modules, and an instrumentation
// that also patches the client.
import { register } from "node:module";
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
} from "@opentelemetry/instrumentation";

register("@opentelemetry/instrumentation/hook.mjs", import.meta.url);

class CountingInstrumentation extends InstrumentationBase {
  constructor() {
    super("counting", "1.0.0", {});
  }

  init() {
    const patch = (exports) => {
      globalThis.patchedByOpenTelemetry = true;
      return exports;
    };
    return [new InstrumentationNodeModuleDefinition("replicate", ["*"], patch)];
  }
}

new CountingInstrumentation();
process.on("exit", () => {
  if (globalThis.patchedByOpenTelemetry !== true) {
    console.error("OpenTelemetry's hook has not seen the client");
  }
});
