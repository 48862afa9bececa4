/**
 * Braintrust's SDK tries three times and waits in between. Imported before it, this has it try
 * once, so that its failing is over at once.
 */
process.env["BRAINTRUST_NUM_RETRIES"] = "0";
