import "./support/try-once.ts";
import { BRAINTRUST } from "./table/braintrust.ts";
import { COLLECTOR } from "./table/collector.ts";
import { testsFaults } from "./support/tests-faults.ts";

testsFaults(BRAINTRUST);
testsFaults(COLLECTOR);
