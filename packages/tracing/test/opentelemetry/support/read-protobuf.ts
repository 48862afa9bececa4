/** One field of a message: a number, or bytes. */
type Field = number | bigint | Uint8Array;

/** A message of protocol buffers by the numbers of its fields, each in the order in which it came. */
export type Fields = ReadonlyMap<number, readonly Field[]>;

/**
 * Reads one message without its schema, which needs no more than the encoding's four rules.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export function readProtobuf(bytes: Uint8Array): Fields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields = new Map<number, Field[]>();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = view.getUint8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
  };
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new Error("the message is cut off");
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const field = read(key & 7);
    fields.set(key >> 3, [...(fields.get(key >> 3) ?? []), field]);
  }
  return fields;

  function read(wireType: number): Field {
    switch (wireType) {
      case 0:
        return varint();
      case 1:
        return take(8);
      case 2:
        return take(Number(varint()));
      case 5:
        return take(4);
      default:
        throw new Error(`no such wire type: ${wireType}`);
    }
  }
}
