import type { FaultTable } from "../support/fault.ts";
import { ANSWERS } from "./answers.ts";
import { BRAINTRUST } from "./braintrust.ts";
import { CANCELING } from "./canceling.ts";
import { CLIENTS } from "./clients.ts";
import { COLLECTOR } from "./collector.ts";
import { CONSUMERS } from "./consumers.ts";
import { CREATING } from "./creating.ts";
import { FILES } from "./files.ts";
import { INPUTS } from "./inputs.ts";
import { LARGE } from "./large.ts";
import { POLLING } from "./polling.ts";
import { PROCESS } from "./process.ts";
import { STREAMING } from "./streaming.ts";

/** All tables, in the order of an execution's life. */
export const TABLES: readonly FaultTable[] = [
  INPUTS,
  CREATING,
  POLLING,
  CANCELING,
  STREAMING,
  CONSUMERS,
  FILES,
  LARGE,
  ANSWERS,
  CLIENTS,
  COLLECTOR,
  BRAINTRUST,
  PROCESS,
];
