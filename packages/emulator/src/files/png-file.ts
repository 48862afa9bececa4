import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const SIDE = 64;

/**
 * A valid 64 by 64 pixel RGB PNG of well under 2 kB: a colour gradient that `seed` chooses.
 *
 * @example
 * ```ts
 * await writeFile("out.png", pngFile(7));
 * ```
 */
export function pngFile(seed = 0): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE, 0);
  header.writeUInt32BE(SIDE, 4);
  // Eight bits a channel, truecolour; the last three bytes stay zero: the only compression and
  // filter methods there are, and no interlacing.
  header.set([8, 2], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(pixels(seed), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function pixels(seed: number): Buffer {
  const rowLength = 1 + SIDE * 3;
  const rows = Buffer.alloc(rowLength * SIDE);
  for (let y = 0; y < SIDE; y++) {
    const row = rows.subarray(y * rowLength, (y + 1) * rowLength);
    // The byte before each row names its filter. With 1, bytes say how they differ from those of
    // the pixel to their left, which for a gradient is always the same: hardly a byte to compress.
    row[0] = 1;
    row.set(
      [seed * 37, y * 4 + seed * 91, seed * 151].map((value) => value & 0xff),
      1,
    );
    for (let x = 1; x < SIDE; x++) row[1 + x * 3] = 4;
  }
  return rows;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
