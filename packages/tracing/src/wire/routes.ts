/** The HTTP requests that start, observe or end an execution; everything else is not traced. */
export interface Route {
  /** The client's method that makes such a request. */
  readonly kind: RouteKind;
  /** `owner/name` in the path. */
  readonly model?: string | undefined;
  readonly version?: string | undefined;
  readonly deployment?: string | undefined;
  /** The prediction's or training's id in the path. */
  readonly id?: string | undefined;
}

export type RouteKind =
  | "predictions.create"
  | "deployments.predictions.create"
  | "trainings.create"
  | "predictions.get"
  | "predictions.cancel"
  | "trainings.get"
  | "trainings.cancel";

const NAME = "[^/?#]+";
const ID = `(?<id>${NAME})`;
const MODEL = `models/(?<model>${NAME}/${NAME})`;

const TABLE: ReadonlyArray<readonly [method: string, kind: RouteKind, path: RegExp]> = [
  ["GET", "predictions.get", path(`predictions/${ID}`)],
  ["POST", "predictions.create", path("predictions")],
  ["POST", "predictions.create", path(`${MODEL}/predictions`)],
  [
    "POST",
    "deployments.predictions.create",
    path(`deployments/(?<deployment>${NAME}/${NAME})/predictions`),
  ],
  ["POST", "predictions.cancel", path(`predictions/${ID}/cancel`)],
  ["POST", "trainings.create", path(`${MODEL}/versions/(?<version>${NAME})/trainings`)],
  ["GET", "trainings.get", path(`trainings/${ID}`)],
  ["POST", "trainings.cancel", path(`trainings/${ID}/cancel`)],
];

/**
 * Tells what a request is about from its method and path. The path may be relative to the API's
 * base (`/predictions`), absolute or a whole URL: only its tail counts, because people put the API
 * behind proxies with prefixes of their own.
 *
 * @see https://replicate.com/docs/reference/http
 */
export function readRoute(method: unknown, url: string): Route | undefined {
  for (const [verb, kind, pattern] of TABLE) {
    const match = verb === method ? pattern.exec(url) : undefined;
    if (match) {
      const { model, version, deployment, id } = match.groups ?? {};
      return { kind, model, version, deployment, id };
    }
  }
  return undefined;
}

/** Either the whole path relative to the API's base, or the tail after the `/v1/` of a URL. */
function path(tail: string): RegExp {
  return new RegExp(`^(?:[^?#]*/v1/|/?)${tail}/?(?:[?#].*)?$`);
}
