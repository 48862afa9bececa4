import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const PACKAGES = ["tracing", "viewer", "gateway"].map((name) => `./packages/${name}`);

/** A registry on loopback. */
export interface PackageRegistry {
  readonly url: string;
  close(): void;
}

/** One of this repository's packages, as it would be published. */
interface OwnPackage {
  readonly manifest: { readonly name: string; readonly version: string };
  readonly bytes: Buffer;
}

/**
 * Serves this repository's packages, packed as they are, under their own names, as if they were
 * published; whatever else is asked for comes from the registry that npm is set to.
 */
export async function startPackageRegistry(): Promise<PackageRegistry> {
  const own = packOwn();
  const beyond = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).trim();
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      response.writeHead(502).end(String(error));
    });
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent((request.url ?? "/").slice(1));
    const found = own.find(({ manifest }) => path === manifest.name || path === tarball(manifest));
    if (found === undefined) await passOn(`${beyond}${request.url?.slice(1)}`, request, response);
    else if (path === tarball(found.manifest)) response.end(found.bytes);
    else response.end(JSON.stringify(described(found, origin)));
  }
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `${origin}/`, close: () => void server.close() };
}

function packOwn(): readonly OwnPackage[] {
  const folder = mkdtempSync(join(tmpdir(), "packed-"));
  const printed = execFileSync(
    "npm",
    ["pack", "--json", "--pack-destination", folder, ...PACKAGES],
    {
      cwd: ROOT,
      encoding: "utf8",
    },
  );
  const packed = JSON.parse(printed) as readonly { readonly filename: string }[];
  const read = packed.map(({ filename }) => {
    const file = join(folder, filename);
    const manifest = execFileSync("tar", ["-xzOf", file, "package/package.json"], {
      encoding: "utf8",
    });
    return {
      manifest: JSON.parse(manifest) as OwnPackage["manifest"],
      bytes: readFileSync(file),
    };
  });
  rmSync(folder, { recursive: true });
  return read;
}

function tarball({ name, version }: OwnPackage["manifest"]): string {
  return `${name}/-/${name}-${version}.tgz`;
}

/** What npm asks of a package: https://github.com/npm/registry, "Package metadata". */
function described({ manifest, bytes }: OwnPackage, origin: string): unknown {
  const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
  const dist = { tarball: `${origin}/${tarball(manifest)}`, integrity };
  const { name, version } = manifest;
  return {
    name,
    "dist-tags": { latest: version },
    versions: { [version]: { ...manifest, dist } },
  };
}

async function passOn(
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { accept = "*/*" } = request.headers;
  const answer = await fetch(url, { headers: { accept } });
  const type = answer.headers.get("content-type") ?? "application/octet-stream";
  response.writeHead(answer.status, { "content-type": type });
  response.end(Buffer.from(await answer.arrayBuffer()));
}
