import { pathsHolding } from "../../support/paths-holding.ts";
import { testToken } from "../../support/test-token.ts";
import { reportsTokens } from "./check-metrics.ts";
import { checkRow, isListOfTexts } from "./check-row.ts";
import { emulateModels } from "./emulated-models.ts";
import { Findings } from "./findings.ts";
import { logInProcess, type Posted } from "./log-in-process.ts";
import { playModel, type CallName, type PlayedCall } from "./play-model.ts";
import { publicModels } from "./public-models.ts";

/** What came of running all public models. */
export interface Corpus {
  readonly findings: Findings;
  readonly counts: Readonly<
    Record<CallName | "models" | "models with tokens" | "lists of texts", number>
  >;
}

/** Far below the 15,000 rows of the SDK's queue, and little enough to be held at once. */
const AT_ONCE = 200;

/** Runs every public model bare and traced, and looks at all that was returned and posted. */
export async function runCorpus(): Promise<Corpus> {
  const findings = new Findings();
  const counts = {
    models: 0,
    "models with tokens": 0,
    "lists of texts": 0,
    "replicate.run": 0,
    "replicate.predictions.create": 0,
    "replicate.stream": 0,
  };
  let current = "";
  const log = await logInProcess();
  const emulated = emulateModels(({ name }) => findings.add("problem", current, name));
  for await (const models of publicModels(AT_ONCE)) {
    const calls: PlayedCall[] = [];
    for (const model of models) {
      current = model.name;
      calls.push(...(await playModel(model, emulated)));
      counts.models += 1;
      if (reportsTokens(model.metrics)) counts["models with tokens"] += 1;
      if (isListOfTexts(model.output)) counts["lists of texts"] += 1;
    }
    for (const { call } of calls) counts[call] += 1;
    const posted = await log.take();
    checkPosted(posted, calls, findings);
    checkTokens(posted, findings);
    emulated.reset();
  }
  await log.close();
  return { findings, counts };
}

function checkPosted(posted: Posted, calls: readonly PlayedCall[], findings: Findings): void {
  const rows = new Map(
    posted.rows.map((row) => [
      `${row.span_attributes?.name} ${String(row.metadata?.["model"])}`,
      row,
    ]),
  );
  for (const played of calls) {
    const { call, model, isSame } = played;
    findings.check(isSame, "caller", model.name, call);
    const row = rows.get(`${call} ${model.name}`);
    findings.check(row !== undefined, "row", model.name, `has no row ${call}`);
    if (row !== undefined) checkRow(row, played, { findings, posted });
  }
  if (posted.rows.length !== calls.length) {
    findings.add("row", `${calls.length} calls`, `made ${posted.rows.length} rows`);
  }
}

/** Anything in the form of a token, the client's own included, in anything that left the process. */
function checkTokens({ rows, bodies }: Posted, findings: Findings): void {
  const needles = [testToken(), /r8_[A-Za-z0-9]{8,}/];
  for (const row of rows) {
    for (const path of pathsHolding(row, needles)) {
      findings.add("token", String(row.metadata?.["model"]), path);
    }
  }
  for (const [index, body] of bodies.entries()) {
    const isHeld = pathsHolding(body, needles).length > 0;
    findings.check(!isHeld, "token", `body ${index} of ${bodies.length}`, "as posted");
  }
}
