import { crc32, deflateSync } from "node:zlib";

type Colour = readonly [red: number, green: number, blue: number];

/** The colours of a picture, from the top of the sky to the nearest hill. */
interface Light {
  readonly sky: readonly [Colour, Colour];
  readonly sun: Colour;
  readonly hills: readonly [Colour, Colour];
}

const LIGHTS: readonly Light[] = [
  {
    sky: [
      [36, 42, 92],
      [250, 168, 124],
    ],
    sun: [255, 228, 178],
    hills: [
      [122, 84, 128],
      [28, 26, 54],
    ],
  },
  {
    sky: [
      [120, 178, 214],
      [238, 234, 214],
    ],
    sun: [255, 252, 236],
    hills: [
      [120, 158, 164],
      [24, 66, 74],
    ],
  },
  {
    sky: [
      [22, 30, 66],
      [88, 84, 152],
    ],
    sun: [236, 238, 255],
    hills: [
      [62, 66, 122],
      [12, 14, 36],
    ],
  },
  {
    sky: [
      [244, 176, 120],
      [252, 226, 170],
    ],
    sun: [255, 250, 226],
    hills: [
      [214, 128, 98],
      [98, 40, 54],
    ],
  },
];
const HILLS = 5;

/**
 * A PNG of hills under a sun, as a data URI: what the painter of these tests answers. The same seed
 * paints the same picture.
 */
export function paintLandscape(seed: number, side = 384): string {
  const light = LIGHTS[seed % LIGHTS.length] ?? LIGHTS[0];
  if (light === undefined) return "";
  const ridges = Array.from({ length: HILLS }, (_, hill) => ridge(seed, hill, side));
  const sun = { x: side * (0.28 + 0.13 * (seed % 4)), y: side * 0.36, radius: side * 0.09 };
  const rows = Buffer.alloc(side * (1 + side * 3));
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const at = y * (1 + side * 3) + 1 + x * 3;
      const hill = ridges.findLastIndex((line) => y >= (line[x] ?? side));
      rows.set(hill < 0 ? skyAt(light, { x, y, side }, sun) : hillAt(light, hill), at);
    }
  }
  return `data:image/png;base64,${png(rows, side).toString("base64")}`;
}

function ridge(seed: number, hill: number, side: number): readonly number[] {
  const base = side * (0.5 + hill * 0.11);
  const waves = [1, 2, 5].map((wave) => ({
    length: wave * (1.3 + ((seed * 7 + hill * 3 + wave) % 5) * 0.17),
    phase: seed * 1.7 + hill * 2.3 + wave,
    height: (side * 0.055) / wave,
  }));
  return Array.from({ length: side }, (_, x) =>
    waves.reduce(
      (y, { length, phase, height }) => y + Math.sin((x / side) * length * 6.28 + phase) * height,
      base,
    ),
  );
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

function skyAt(
  { sky, sun: colour }: Light,
  { x, y, side }: Place,
  sun: { readonly x: number; readonly y: number; readonly radius: number },
): Colour {
  const plain = mix(sky[0], sky[1], Math.min(1, y / (side * 0.62)));
  const distance = Math.hypot(x - sun.x, y - sun.y);
  if (distance < sun.radius) return colour;
  return mix(colour, plain, Math.min(1, 0.35 + (distance - sun.radius) / (side * 0.42)));
}

function hillAt({ hills }: Light, hill: number): Colour {
  return mix(hills[0], hills[1], hill / (HILLS - 1));
}

function mix(one: Colour, other: Colour, share: number): Colour {
  const part = (index: 0 | 1 | 2): number =>
    Math.round(one[index] + (other[index] - one[index]) * share);
  return [part(0), part(1), part(2)];
}

function png(rows: Buffer, side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
