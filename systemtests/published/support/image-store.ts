import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { endGroup } from "./end-group.ts";

const run = promisify(execFile);

/** Containers that need no runtime, and no rights that a container of CI's lacks. */
const ENVIRONMENT = { ...process.env, BUILDAH_ISOLATION: "chroot" };

/** What a program in a container left behind. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Images and containers in a folder of their own, without a daemon. */
export class ImageStore {
  readonly #folder = mkdtempSync(join(tmpdir(), "images-"));
  readonly #running = new Set<ChildProcess>();

  /** Builds an image from a folder with a Dockerfile. */
  async build(folder: string, tag: string, ...options: readonly string[]): Promise<void> {
    // Docker's format, as OCI's has no health check.
    const format = ["--format", "docker", "--network", "host"];
    await this.#buildah("build", ...format, "--tag", tag, ...options, folder);
  }

  /** What is written into an image: its user, its health check and so on. */
  async configOf(tag: string): Promise<Readonly<Record<string, unknown>>> {
    const { stdout } = await this.#buildah("inspect", "--type", "image", tag);
    const { Docker } = JSON.parse(stdout) as { readonly Docker: { readonly config: object } };
    return { ...Docker.config };
  }

  /** Makes a container; answers its name. */
  async container(tag: string): Promise<string> {
    return (await this.#buildah("from", `localhost/${tag}`)).stdout.trim();
  }

  /** Runs a program in a container, to its end. */
  async run(container: string, ...command: readonly string[]): Promise<Ended> {
    return await this.#buildah("run", "--network", "host", container, "--", ...command).catch(
      (error: unknown) => error as Ended,
    );
  }

  /** Runs a program in a container until the store is closed. */
  start(
    container: string,
    env: Readonly<Record<string, string>>,
    ...command: readonly string[]
  ): ChildProcess {
    const variables = Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
    const parameters = ["run", "--network", "host", ...variables, container, "--", ...command];
    const child = spawn("buildah", [...this.#where, ...parameters], {
      env: ENVIRONMENT,
      stdio: ["ignore", "pipe", "inherit"],
      // With all that it starts it is one group, which ends together.
      detached: true,
    });
    this.#running.add(child);
    return child;
  }

  /** Ends what runs, and removes all of it. */
  close(): void {
    for (const child of this.#running) endGroup(child);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Needs no driver of the kernel's, and no further rights. */
  get #where(): readonly string[] {
    const [root, runroot] = [join(this.#folder, "root"), join(this.#folder, "run")];
    return ["--root", root, "--runroot", runroot, "--storage-driver", "vfs"];
  }

  async #buildah(...parameters: readonly string[]): Promise<Ended> {
    const options = { env: ENVIRONMENT, maxBuffer: 64 * 1024 * 1024 };
    const { stdout, stderr } = await run("buildah", [...this.#where, ...parameters], options);
    return { code: 0, stdout, stderr };
  }
}
