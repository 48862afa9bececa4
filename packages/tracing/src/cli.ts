#!/usr/bin/env node
import { diagnose } from "./doctor/diagnose.ts";
import { readArguments, USAGE } from "./doctor/doctor-options.ts";
import { findingsAsJson, renderFindings } from "./doctor/render-findings.ts";
import { VERSION } from "./version.ts";

async function main(): Promise<void> {
  const request = readArguments(process.argv.slice(2));
  if (request.kind === "help") {
    console.log(USAGE);
  } else if (request.kind === "version") {
    console.log(VERSION);
  } else if (request.kind === "wrong") {
    console.error(`braintrust-replicate: ${request.message}\n\n${USAGE}`);
    process.exitCode = 2;
  } else {
    const findings = await diagnose(request);
    console.log(request.json ? findingsAsJson(findings) : renderFindings(findings));
    process.exitCode = findings.some(({ level }) => level === "problem") ? 1 : 0;
  }
}

void main();
