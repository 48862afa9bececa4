import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pngFile } from "replicate-emulator";
import { startScenario, type Scenario } from "./scenario.ts";

/** The picture that apps send. */
export const PICTURE: Uint8Array = pngFile(9);

/** What the apps report: digests of the pictures they got, by URL and inline. */
export const RECEIVED: readonly string[] = [digest(pngFile(4)), digest(pngFile(3))];

/** A scenario whose emulator delivers files, and the environment that its apps need. */
export async function startMediaScenario(
  here: string,
): Promise<{ readonly scenario: Scenario; readonly env: Readonly<Record<string, string>> }> {
  const folder = mkdtempSync(join(tmpdir(), "scenario-"));
  const keep = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const scenario = await startScenario(here, { certificate: (ca) => keep("ca.pem", ca) });
  const close = async (): Promise<void> => {
    await scenario.close();
    rmSync(folder, { recursive: true });
  };
  return { scenario: { ...scenario, close }, env: { PICTURE: keep("picture.png", PICTURE) } };
}

/** The digests of all attachments whose upload is done, in the order of their file names. */
export function uploaded({ store }: Scenario): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const keys = JSON.stringify(store.rows()).matchAll(/"key":"([^"]+)"/g);
  for (const [, key = ""] of keys) {
    const attachment = store.attachment(key);
    if (attachment?.status !== "done" || attachment.bytes === undefined) continue;
    found[`${attachment.filename} (${attachment.contentType})`] = digest(attachment.bytes);
  }
  return found;
}

/** SHA-256, in hexadecimal digits. */
export function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
