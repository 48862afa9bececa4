/** The bytes of a `data:` URI (RFC 2397), or `undefined` where it is none. */
export function decodeDataUri(dataUri: string): Uint8Array | undefined {
  const comma = dataUri.indexOf(",");
  if (!dataUri.startsWith("data:") || comma < 0) return undefined;
  const data = dataUri.slice(comma + 1);
  if (dataUri.slice(0, comma).endsWith(";base64")) return Buffer.from(data, "base64");
  try {
    return Buffer.from(decodeURIComponent(data));
  } catch {
    return undefined;
  }
}
