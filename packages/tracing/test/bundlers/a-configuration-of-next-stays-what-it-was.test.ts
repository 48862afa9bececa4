import { withReplicateTracing } from "braintrust-replicate/next";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

let said: string[];

beforeEach(() => {
  said = [];
  vi.spyOn(console, "warn").mockImplementation((line: string) => void said.push(line));
});

afterEach(() => {
  vi.restoreAllMocks();
});

const RULE = "**/replicate/index.js";

it("keeps what an object says, and does not change it", () => {
  const own = Object.freeze({
    reactStrictMode: true,
    transpilePackages: Object.freeze(["mine"]),
    turbopack: Object.freeze({ root: "/app", rules: Object.freeze({ "*.svg": ["svg-loader"] }) }),
  });
  const config = withReplicateTracing(own);
  expect(config).toMatchObject({
    reactStrictMode: true,
    transpilePackages: ["mine", "replicate", "braintrust-replicate"],
    turbopack: { root: "/app", rules: { "*.svg": ["svg-loader"] } },
  });
  expect(Object.keys(config.turbopack.rules)).toEqual(["*.svg", RULE]);
  expect(said).toEqual([]);
});

it("adds the same where there is no configuration", () => {
  expect(withReplicateTracing()).toHaveProperty(["turbopack", "rules", RULE, "loaders"]);
});

it("adds to what a function answers, which gets its arguments", () => {
  const config = withReplicateTracing(
    (phase: string, { defaultConfig }: { defaultConfig: object }) => ({
      phase,
      defaultConfig,
    }),
  );
  const defaultConfig = {};
  const answered = config("phase-production-build", { defaultConfig });
  expect(answered).toMatchObject({ phase: "phase-production-build", defaultConfig });
  expect(answered).toHaveProperty(["turbopack", "rules", RULE]);
});

it("adds to what a promise resolves to, also that of a function", async () => {
  expect(await withReplicateTracing(Promise.resolve({ a: 1 }))).toMatchObject({ a: 1 });
  const config = withReplicateTracing(() => Promise.resolve({ a: 1 }));
  expect(await config()).toHaveProperty(["turbopack", "rules", RULE]);
});

it("lets the app's own failure through", async () => {
  const failure = new Error("no configuration today");
  expect(() =>
    withReplicateTracing(() => {
      throw failure;
    })(),
  ).toThrow(failure);
  await expect(withReplicateTracing(Promise.reject(failure))).rejects.toBe(failure);
});

it("lets the app's own webpack function decide first", () => {
  const own = vi.fn((config: { plugins: unknown[] }) => ({ ...config, mine: true }));
  const { webpack } = withReplicateTracing({ webpack: own });
  const context = { isServer: true };
  const config = webpack({ plugins: ["theirs"] }, ...([context] as unknown as []));
  expect(own).toHaveBeenCalledWith({ plugins: ["theirs"] }, context);
  expect(config).toMatchObject({ mine: true, plugins: ["theirs", {}] });
  expect(config.plugins[1]).toHaveProperty("apply");
});

it.each(["replicate", "braintrust-replicate"])(
  "adds nothing and says so where the app leaves %s out of the bundle",
  (name) => {
    const own = { serverExternalPackages: [name] };
    expect(withReplicateTracing(own)).toBe(own);
    expect(said).toEqual([expect.stringContaining(`leaves \`${name}\` out of the bundle`)]);
  },
);

it("hands back what is no configuration, for Next.js to judge", () => {
  expect(withReplicateTracing(null)).toBeNull();
  expect(withReplicateTracing("wrong")).toBe("wrong");
});
