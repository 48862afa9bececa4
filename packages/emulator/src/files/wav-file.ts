const SAMPLE_RATE = 8_000;

/** What {@link wavFile} makes. */
export interface WavOptions {
  /** Length in milliseconds; 250 by default. */
  readonly durationMs?: number;
  /** Chooses the pitch. */
  readonly seed?: number;
}

/**
 * A valid mono WAV: a tone in 8-bit PCM at 8 kHz, about 2 kB for a quarter of a second.
 *
 * @example
 * ```ts
 * await writeFile("tone.wav", wavFile({ durationMs: 500, seed: 3 }));
 * ```
 */
export function wavFile({ durationMs = 250, seed = 0 }: WavOptions = {}): Uint8Array {
  const count = Math.round((SAMPLE_RATE * durationMs) / 1_000);
  // Samples are padded to an even length, which RIFF asks of every chunk.
  const bytes = Buffer.alloc(44 + count + (count % 2));
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(SAMPLE_RATE, 24);
  bytes.writeUInt32LE(SAMPLE_RATE, 28);
  bytes.writeUInt16LE(1, 32);
  bytes.writeUInt16LE(8, 34);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(count, 40);
  const pitch = 220 * 2 ** ((seed % 24) / 12);
  for (let index = 0; index < count; index++) {
    const phase = (2 * Math.PI * pitch * index) / SAMPLE_RATE;
    bytes[44 + index] = Math.round(128 + 100 * Math.sin(phase));
  }
  return bytes;
}
