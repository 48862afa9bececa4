/** JSON that shows a value with everything about it that a program can tell apart. */
export type Picture =
  | null
  | boolean
  | number
  | string
  | readonly Picture[]
  | { readonly [key: string]: Picture };

/** How much of a long text is shown; the rest counts by its length and digest. */
const SHOWN = 2000;

/** Random ids: of streams, of predictions, of delivered files and of uploaded ones. */
export const RANDOM_ID =
  /\b(?:kzvt-)?[0-9a-z]{52}\b|\b[0-9a-z]{26}\b|\b[0-9A-Za-z]{43,44}\b|\b[0-9A-Za-z]{48}\b/g;

/** Draws a value: its class, its own keys in their order, and what is behind them. */
export function picture(value: unknown, seen: readonly object[] = []): Picture {
  if (typeof value !== "object" || value === null) return pictureOfPrimitive(value);
  if (seen.includes(value)) return "<cycle>";
  const below = [...seen, value];
  const special = pictureOfPlatform(value, below);
  if (special !== undefined) return special;
  const own = pictureOfKeys(value, below);
  if (Array.isArray(value)) return value.map((item) => picture(item, below));
  const name = className(value);
  return name === "Object" ? own : { "<class>": name, ...own };
}

function pictureOfPrimitive(value: unknown): Picture {
  switch (typeof value) {
    case "string":
      return shortened(value);
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0) ? value : `<${value}>`;
    case "boolean":
      return value;
    case "function":
      return `<function ${value.name}/${value.length}>`;
    case "bigint":
    case "symbol":
      return `<${String(value)}>`;
    default:
      return value === null ? null : "<undefined>";
  }
}

function shortened(text: string): string {
  if (text.length <= SHOWN) return text;
  const alike = text.replace(RANDOM_ID, "<id>");
  let digest = 0;
  for (let at = 0; at < alike.length; at++) digest = (digest * 31 + alike.charCodeAt(at)) | 0;
  return `${text.slice(0, 100)}… <${text.length} characters, ${digest}>`;
}

function className(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) return "<null prototype>";
  const { constructor } = prototype as { constructor?: { name?: string } };
  return constructor?.name ?? "<no constructor>";
}

function pictureOfKeys(value: object, seen: readonly object[]): { [key: string]: Picture } {
  const keys = Reflect.ownKeys(value).filter((key) => isEnumerable(value, key));
  return Object.fromEntries(
    keys.map((key) => [
      typeof key === "string" ? key : `<${String(key)}>`,
      picture((value as Record<string | symbol, unknown>)[key], seen),
    ]),
  );
}

function isEnumerable(value: object, key: string | symbol): boolean {
  return Object.getOwnPropertyDescriptor(value, key)?.enumerable === true;
}

/** Objects whose state is not in their keys. */
function pictureOfPlatform(value: object, seen: readonly object[]): Picture | undefined {
  if (value instanceof Error) {
    return {
      "<class>": className(value),
      name: value.name,
      message: shortened(value.message),
      "<own>": Reflect.ownKeys(value).map(String),
      cause: picture(value.cause, seen),
      ...pictureOfKeys(value, seen),
    };
  }
  if (value instanceof Response) {
    const { status, statusText, ok, url, bodyUsed } = value;
    return { "<class>": className(value), status, statusText, ok, url, bodyUsed };
  }
  if (value instanceof Request) {
    const { method, url, bodyUsed, headers } = value;
    return {
      "<class>": className(value),
      method,
      url,
      bodyUsed,
      headers: Object.fromEntries(headers),
    };
  }
  if (value instanceof Blob) {
    return { "<class>": className(value), type: value.type, size: value.size };
  }
  if (value instanceof URL) return { "<class>": "URL", href: value.href };
  if (value instanceof Date) return { "<class>": "Date", time: value.getTime() };
  if (value instanceof ReadableStream) {
    return {
      "<class>": className(value),
      text: shortened((value as { toString(): string }).toString()),
      "<own>": Reflect.ownKeys(value).map(String),
      json: JSON.stringify(value),
    };
  }
  if (value instanceof Promise) return "<promise>";
  if (ArrayBuffer.isView(value)) {
    return { "<class>": className(value), bytes: value.byteLength };
  }
  return undefined;
}
