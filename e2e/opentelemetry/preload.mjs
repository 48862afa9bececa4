// What an app does to have OpenTelemetry: an SDK and our instrumentation, loaded before it.
import { ReplicateInstrumentation } from "braintrust-replicate/opentelemetry";
import { startSdk } from "./start-sdk.mjs";

startSdk([new ReplicateInstrumentation()]);
