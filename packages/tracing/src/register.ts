// `node --import braintrust-replicate/register app.js`
import { autoInstrument } from "./auto-instrument.ts";

autoInstrument();
