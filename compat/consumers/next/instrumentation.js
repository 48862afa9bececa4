export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs" && process.env.WAY === "instrumentation") {
    const { autoInstrument } = await import("braintrust-replicate/auto");
    autoInstrument();
  }
}
