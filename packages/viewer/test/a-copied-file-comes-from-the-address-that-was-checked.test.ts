import { readFileSync } from "node:fs";
import { Agent, type RequestOptions } from "node:https";
import { createServer, type AddressInfo, type LookupFunction, type Server } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { createEmulator, type Emulator, type Listening } from "replicate-emulator";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { REPLICATE_HOSTS } from "../src/keeper/copy-policy.ts";
import { CopyProblem } from "../src/keeper/copy-problem.ts";
import { fetchFile, type FetchedFile } from "../src/keeper/fetch-file.ts";
import { temporaryDirectory } from "./support/open-viewer.ts";

const PUBLIC = "8.8.8.8";
const ALSO_PUBLIC = "1.1.1.1";
const PUBLIC_6 = "2606:4700::1111";
const PRIVATE = "192.168.0.1";

/** The answers to the questions after a name, in turn; the last one stays. */
type Answers = Readonly<Record<string, readonly string[]>>;

/** Names whose answers change between two questions. */
class ChangingNames {
  readonly #answers: Answers;
  readonly questions: string[] = [];

  constructor(answers: Answers) {
    this.#answers = answers;
  }

  resolve(name: string): { readonly address: string; readonly family: number } {
    const asked = this.questions.filter((question) => question === name).length;
    this.questions.push(name);
    const address = this.#answers[name]?.[asked] ?? this.#answers[name]?.at(-1) ?? PRIVATE;
    return { address, family: address.includes(":") ? 6 : 4 };
  }
}

/**
 * The internet, on loopback: what is opened to an address is opened to a server of this test. Where
 * the request does not say which address, the name is asked for it again, as the system would.
 */
class Internet extends Agent {
  readonly #ports: ReadonlyMap<string, number>;
  readonly #names: ChangingNames;
  readonly connections: string[] = [];

  constructor(ports: ReadonlyMap<string, number>, names: ChangingNames, ca: string) {
    super({ ca });
    this.#ports = ports;
    this.#names = names;
  }

  override createConnection(
    options: RequestOptions,
    opened: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const { host, port, servername, lookup = this.#lookup } = options;
    // All of them, as Node asks since it tries one after the other.
    lookup(String(host), { all: true }, (_, addresses) => {
      const [{ address } = { address: "" }] = Array.isArray(addresses) ? addresses : [];
      this.connections.push(`${servername} at ${address} port ${port}`);
      const there = { host: "127.0.0.1", port: this.#ports.get(address), lookup: undefined };
      // The certificate of the server on loopback is for loopback.
      const stream = super.createConnection({ ...options, ...there, servername: "localhost" });
      if (stream != null) opened(null, stream);
    });
    return undefined;
  }

  readonly #lookup: LookupFunction = (name, _options, answer) => {
    answer(null, [this.#names.resolve(name)]);
  };
}

describe("a file that is copied", () => {
  const emulator: Emulator = createEmulator();
  let publicServer: Listening;
  let privateServer: Server;
  let reachedInside = 0;

  beforeAll(async () => {
    publicServer = await emulator.listen({ tls: true });
    privateServer = createServer((socket) => {
      reachedInside += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => {
      privateServer.listen(0, "127.0.0.1", resolve);
    });
  });
  afterAll(async () => {
    await publicServer.close();
    await new Promise((resolve) => {
      privateServer.close(resolve);
    });
  });
  beforeEach(() => {
    reachedInside = 0;
    emulator.reset();
    emulator.fault({ kind: "status", status: 200, body: "the file", path: "/delivery/out.txt" });
  });

  interface Fetched {
    readonly file: FetchedFile | CopyProblem;
    readonly text: () => string;
    readonly names: ChangingNames;
    readonly internet: Internet;
  }

  async function fetchWith(answers: Answers, url: string): Promise<Fetched> {
    const names = new ChangingNames(answers);
    const { port } = privateServer.address() as AddressInfo;
    const outside = [PUBLIC, ALSO_PUBLIC, PUBLIC_6].map(
      (address) => [address, Number(new URL(publicServer.origin).port)] as const,
    );
    const ports = new Map([...outside, [PRIVATE, port]]);
    const internet = new Internet(ports, names, publicServer.ca ?? "");
    const draft = join(temporaryDirectory(), "draft");
    const file = await fetchFile(url, {
      rules: { hosts: REPLICATE_HOSTS, trustedServers: [] },
      draft,
      maxBytes: 1_000,
      timeoutMs: 10_000,
      signal: new AbortController().signal,
      resolve: async (name) => [names.resolve(name)],
      agent: internet,
    }).catch((error: unknown) => {
      if (error instanceof CopyProblem) return error;
      throw error;
    });
    return { file, text: () => readFileSync(draft, "utf8"), names, internet };
  }

  const redirect = (location: string): void => {
    emulator.fault({ kind: "status", status: 302, headers: { location }, path: "/delivery/moved" });
  };

  it.each([
    ["IPv4", PUBLIC],
    ["IPv6", PUBLIC_6],
  ])(
    "comes from the address that was checked, by %s, though its name leads inside since",
    async (_, address) => {
      const name = "files.replicate.delivery";
      const answers = { [name]: [address, PRIVATE] };
      const { file, text, names, internet } = await fetchWith(
        answers,
        `https://${name}/delivery/out.txt`,
      );
      expect(file).toMatchObject({ bytes: 8 });
      expect(text()).toBe("the file");
      expect(names.questions).toEqual([name]);
      expect(internet.connections).toEqual([`${name} at ${address} port 443`]);
      expect(reachedInside).toBe(0);
      // So that the numbers above mean something: who asks now is led inside.
      expect(names.resolve(name).address).toBe(PRIVATE);
    },
  );

  it("comes from the address that was checked after a redirect, too", async () => {
    redirect("https://next.replicate.delivery/delivery/out.txt");
    const { file, names, internet } = await fetchWith(
      {
        "first.replicate.delivery": [PUBLIC, PRIVATE],
        "next.replicate.delivery": [ALSO_PUBLIC, PRIVATE],
      },
      "https://first.replicate.delivery/delivery/moved",
    );
    expect(file).toMatchObject({ bytes: 8 });
    expect(names.questions).toEqual(["first.replicate.delivery", "next.replicate.delivery"]);
    expect(internet.connections).toEqual([
      `first.replicate.delivery at ${PUBLIC} port 443`,
      `next.replicate.delivery at ${ALSO_PUBLIC} port 443`,
    ]);
    expect(reachedInside).toBe(0);
  });

  it("is refused where a redirect leads back to a name that leads inside since", async () => {
    redirect("/delivery/out.txt");
    const { file, internet } = await fetchWith(
      { "files.replicate.delivery": [PUBLIC, PRIVATE] },
      "https://files.replicate.delivery/delivery/moved",
    );
    expect(file).toMatchObject({
      state: "refused",
      message: "files.replicate.delivery leads to an address that is not public",
    });
    expect(internet.connections).toEqual([`files.replicate.delivery at ${PUBLIC} port 443`]);
    expect(reachedInside).toBe(0);
  });
});
