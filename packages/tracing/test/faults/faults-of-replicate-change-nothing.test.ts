import { ANSWERS } from "./table/answers.ts";
import { CANCELING } from "./table/canceling.ts";
import { CREATING } from "./table/creating.ts";
import { POLLING } from "./table/polling.ts";
import { STREAMING } from "./table/streaming.ts";
import { testsFaults } from "./support/tests-faults.ts";

testsFaults(CREATING);
testsFaults(POLLING);
testsFaults(CANCELING);
testsFaults(STREAMING);
testsFaults(ANSWERS);
