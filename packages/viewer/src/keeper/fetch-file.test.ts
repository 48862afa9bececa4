import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator } from "replicate-emulator";
import type { Emulator, Fault, Listening } from "replicate-emulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deliver } from "../../test/support/deliver-file.ts";
import type { CopyRules } from "./copy-policy.ts";
import { REPLICATE_HOSTS } from "./copy-policy.ts";
import type { CopyProblem } from "./copy-problem.ts";
import type { FetchedFile, FetchFileOptions } from "./fetch-file.ts";
import { fetchFile } from "./fetch-file.ts";

const directory = mkdtempSync(join(tmpdir(), "fetch-file-"));
const draft = join(directory, "draft");
const never = new AbortController().signal;
let emulator: Emulator;
let rules: CopyRules;
let origin: string;
let server: Listening;

beforeAll(async () => {
  emulator = createEmulator();
  server = await emulator.listen({ tls: true });
  ({ origin } = server);
  rules = { hosts: REPLICATE_HOSTS, trustedServers: [{ origin, ca: server.ca ?? "" }] };
});

afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true });
});

function fetchFrom(url: string, options: Partial<FetchFileOptions> = {}): Promise<FetchedFile> {
  rmSync(draft, { force: true });
  const limits = { maxBytes: 1_000_000, timeoutMs: 10_000 };
  return fetchFile(url, { rules, draft, signal: never, ...limits, ...options });
}

function answer(status: number, location?: string, which: Pick<Fault, "nth" | "times"> = {}): void {
  emulator.fault({
    kind: "status",
    status,
    path: "/delivery/*",
    body: "answer",
    ...which,
    ...(location === undefined ? {} : { headers: { location } }),
  });
}

async function problemOf(fetched: Promise<unknown>): Promise<CopyProblem> {
  return fetched.then(
    () => {
      throw new Error("The file was fetched");
    },
    (error: unknown) => error as CopyProblem,
  );
}

describe("fetchFile", () => {
  it("writes the bytes and tells their hash", async () => {
    answer(200);
    const file = await fetchFrom(`${origin}/delivery/a/out.txt`);
    expect(readFileSync(draft, "utf8")).toBe("answer");
    expect(file.bytes).toBe(6);
    expect(file.contentType).toContain("text/plain");
    expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    [404, "expired", false],
    [410, "expired", false],
    [403, "failed", false],
    [429, "failed", true],
    [503, "failed", true],
  ])("says of HTTP %i that the file is %s", async (status, state, isPassing) => {
    answer(status);
    const problem = await problemOf(fetchFrom(`${origin}/delivery/a/out.png`));
    expect(problem).toMatchObject({ state, isPassing });
    expect(problem.message).toContain(String(status));
  });

  it("follows a redirect to a host of the list", async () => {
    answer(302, "/delivery/elsewhere/out.txt");
    answer(200, undefined, { nth: 2 });
    expect(await fetchFrom(`${origin}/delivery/a/out.txt`)).toMatchObject({ bytes: 6 });
  });

  it.each([
    "https://evil.example/x",
    "http://replicate.delivery/x",
    "https://127.0.0.1:1/x",
    "https://169.254.169.254/latest/meta-data",
    "file:///etc/passwd",
  ])("does not follow a redirect to %s", async (location) => {
    answer(302, location);
    const asked: string[] = [];
    const resolve = async (host: string): Promise<never[]> => {
      asked.push(host);
      return [];
    };
    const problem = await problemOf(fetchFrom(`${origin}/delivery/a/out.png`, { resolve }));
    expect(problem.state).toBe("refused");
    expect(asked).toEqual([]);
  });

  it("gives up a circle of redirects", async () => {
    answer(302, `${origin}/delivery/a/out.png`, { times: 4 });
    const problem = await problemOf(fetchFrom(`${origin}/delivery/a/out.png`));
    expect(problem.message).toContain("too many redirects");
  });

  it.each([
    [["127.0.0.1"]],
    [["10.0.0.1"]],
    [["8.8.8.8", "192.168.0.1"]],
    [["::1"]],
    [["::ffff:169.254.169.254"]],
  ])("connects to no name of the list that leads to %j", async (addresses) => {
    const resolve = async (): Promise<{ address: string; family: number }[]> =>
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    const problem = await problemOf(fetchFrom("https://x.replicate.delivery/a.png", { resolve }));
    expect(problem.state).toBe("refused");
    expect(problem.message).toContain("not public");
  });

  it("stops at the limit of bytes, announced or not", async () => {
    const { url } = await deliver(emulator, origin);
    for (const source of [url, `${origin}/delivery/a/x`]) {
      if (source !== url) answer(200);
      const problem = await problemOf(fetchFrom(source, { maxBytes: 5 }));
      expect(problem.state).toBe("refused");
      expect(problem.message).toContain("5 bytes");
    }
  });

  it("stops when its time is over", async () => {
    emulator.fault({ kind: "hang", path: "/delivery/*" });
    const problem = await problemOf(fetchFrom(`${origin}/delivery/a/x`, { timeoutMs: 50 }));
    expect(problem).toMatchObject({ state: "failed", isPassing: true });
    expect(problem.message).toContain("too long");
  });

  it("does not take half a file for the whole", async () => {
    const { url } = await deliver(emulator, origin);
    expect(await fetchFrom(url)).toMatchObject({ contentType: "image/png" });
    emulator.fault({ kind: "reset-mid-body", afterBytes: 20, path: "/delivery/*" });
    expect(await problemOf(fetchFrom(url))).toMatchObject({ state: "failed", isPassing: true });
  });

  it("trusts no certificate but that of the trusted server", async () => {
    const untrusting = { ...rules, trustedServers: [{ origin, ca: "" }] };
    const problem = await problemOf(fetchFrom(`${origin}/delivery/a/x`, { rules: untrusting }));
    expect(problem.state).toBe("failed");
  });
});
