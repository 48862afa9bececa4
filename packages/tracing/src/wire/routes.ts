/** The HTTP requests that start, observe or end an execution; everything else is not traced. */
export type Route =
  | { readonly kind: "create-prediction" }
  | { readonly kind: "create-model-prediction"; readonly model: string }
  | { readonly kind: "create-deployment-prediction"; readonly deployment: string }
  | { readonly kind: "create-training"; readonly model: string; readonly version: string }
  | {
      readonly kind: "get-prediction" | "cancel-prediction" | "get-training" | "cancel-training";
      readonly id: string;
    };

const NAME = "([^/?#]+)";
const MODEL = `${NAME}/${NAME}`;

type Reader = (parts: readonly string[]) => Route;

const TABLE: ReadonlyArray<readonly [method: string, path: RegExp, read: Reader]> = [
  ["GET", path(`predictions/${NAME}`), ([id = ""]) => ({ kind: "get-prediction", id })],
  ["POST", path("predictions"), () => ({ kind: "create-prediction" })],
  [
    "POST",
    path(`models/${MODEL}/predictions`),
    ([owner, name]) => ({ kind: "create-model-prediction", model: `${owner}/${name}` }),
  ],
  [
    "POST",
    path(`deployments/${MODEL}/predictions`),
    ([owner, name]) => ({ kind: "create-deployment-prediction", deployment: `${owner}/${name}` }),
  ],
  ["POST", path(`predictions/${NAME}/cancel`), ([id = ""]) => ({ kind: "cancel-prediction", id })],
  [
    "POST",
    path(`models/${MODEL}/versions/${NAME}/trainings`),
    ([owner, name, version = ""]) => ({
      kind: "create-training",
      model: `${owner}/${name}`,
      version,
    }),
  ],
  ["GET", path(`trainings/${NAME}`), ([id = ""]) => ({ kind: "get-training", id })],
  ["POST", path(`trainings/${NAME}/cancel`), ([id = ""]) => ({ kind: "cancel-training", id })],
];

/**
 * Tells what a request is about from its method and path. The path may be relative to the API's
 * base (`/predictions`), absolute or a whole URL: only its tail counts, because people put the API
 * behind proxies with prefixes of their own.
 *
 * @see https://replicate.com/docs/reference/http
 */
export function readRoute(method: string, url: string): Route | undefined {
  for (const [verb, pattern, read] of TABLE) {
    if (verb !== method) continue;
    const match = pattern.exec(url);
    if (match) return read(match.slice(1));
  }
  return undefined;
}

/** Either the whole path relative to the API's base, or the tail after the `/v1/` of a URL. */
function path(tail: string): RegExp {
  return new RegExp(`^(?:[^?#]*/v1/|/?)${tail}/?(?:[?#].*)?$`);
}
