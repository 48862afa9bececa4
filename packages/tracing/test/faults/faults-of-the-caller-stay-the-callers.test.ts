import { CLIENTS } from "./table/clients.ts";
import { CONSUMERS } from "./table/consumers.ts";
import { FILES } from "./table/files.ts";
import { LARGE } from "./table/large.ts";
import { INPUTS } from "./table/inputs.ts";
import { testsFaults } from "./support/tests-faults.ts";

testsFaults(INPUTS);
testsFaults(CONSUMERS);
testsFaults(CLIENTS);
testsFaults(FILES);
testsFaults(LARGE);
