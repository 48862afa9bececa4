import type { ApiProblem } from "../../../src/api/contract.ts";

/** A request that was answered with a status other than 2xx. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Gets JSON from the page's own server, whose types are the contract.
 *
 * @throws {ApiError} for an answer that is not 2xx, and what `fetch` throws when there is none.
 */
export async function fetchJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, {
    headers: { accept: "application/json" },
    ...(signal === undefined ? {} : { signal }),
  });
  if (!response.ok) throw new ApiError(response.status, await problemOf(response));
  return (await response.json()) as T;
}

async function problemOf(response: Response): Promise<string> {
  try {
    const { error } = (await response.json()) as Partial<ApiProblem>;
    if (typeof error === "string" && error !== "") return error;
  } catch {
    // An answer without a reason: the status has to do.
  }
  return `The viewer answered ${response.status}`;
}
