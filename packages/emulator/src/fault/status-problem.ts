import { STATUS_CODES } from "node:http";
import { invalidInput, notFound, PROBLEMS, throttled, type Problem } from "../http/problem.ts";
import { required } from "../http/read-body.ts";
import { isJsonObject, toJson } from "../json.ts";
import type { FaultEffect } from "./fault.ts";

type StatusFault = Extract<FaultEffect, { kind: "status" }>;

/** The answer of a `status` fault. */
export function statusProblem(fault: StatusFault): Problem {
  const known = knownProblem(fault);
  const headers = { ...known.headers, ...fault.headers };
  if (fault.body === undefined) return { ...known, headers };
  const { body } = fault;
  if (typeof body === "string" || isJsonObject(body)) return { ...known, body, headers };
  return {
    ...known,
    body: toJson(body),
    headers: { "content-type": "application/json", ...headers },
  };
}

function knownProblem({ status, retryAfter }: StatusFault): Problem {
  switch (status) {
    case 400:
      return PROBLEMS.badRequest;
    case 401:
      return PROBLEMS.unauthenticated;
    case 402:
      return PROBLEMS.insufficientCredit;
    case 404:
      return notFound();
    case 422:
      return invalidInput([required("prompt", "input")]);
    case 429:
      return throttled(retryAfter);
    default:
      return { status, body: `${STATUS_CODES[status] ?? "Error"}\n` };
  }
}
