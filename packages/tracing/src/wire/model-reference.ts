/** What a caller can name when starting an execution. */
export interface ModelReference {
  /** `owner/name`, when the reference carries one. */
  readonly model: string | undefined;
  /** Whatever stands for the version, verbatim. */
  readonly version: string | undefined;
}

const REFERENCE = /^([^/:\s]+\/[^/:\s]+)(?::(.+))?$/;
const VERSION_ID = /^[0-9a-f]{64}$/;

/**
 * Splits `owner/name`, `owner/name:version` and a bare version id. The API accepts all three where
 * a version is asked for, so a model name can hide inside `version`.
 */
export function parseModelReference(reference: string): ModelReference {
  const match = REFERENCE.exec(reference);
  if (match) return { model: match[1], version: match[2] };
  return { model: undefined, version: reference };
}

/**
 * The version when it identifies one. Official models answer `hidden`, `d-…` or `dp-…`, which
 * identify nothing.
 */
export function versionId(version: string | undefined): string | undefined {
  return version !== undefined && VERSION_ID.test(version) ? version : undefined;
}
