import { expect, it } from "vitest";
import { StreamSeal } from "./stream-seal.ts";

const STREAM = {
  url: "https://stream.replicate.com/v1/files/jbxs-kiuyhpcjgkxl3aqvxcgkbeu5fi",
  predictionId: "gm3qorzdhgbfurvjtvhg6dckhu",
};

it("opens what was sealed under the same secret, by this process or another", () => {
  const segment = new StreamSeal("a secret that replicas share").seal(STREAM);
  expect(new StreamSeal("a secret that replicas share").open(segment)).toEqual(STREAM);
});

it("seals the same stream the same, so that clients see no change between two polls", () => {
  const [one, other] = [new StreamSeal("shared secret 16"), new StreamSeal("shared secret 16")];
  expect(one.seal(STREAM)).toBe(other.seal(STREAM));
  expect(one.seal(STREAM)).not.toBe(one.seal({ ...STREAM, predictionId: "other" }));
});

it("tells nothing of the URL", () => {
  const segment = new StreamSeal("a secret that replicas share").seal(STREAM);
  expect(segment).toMatch(/^sealed-[A-Za-z0-9_-]+$/);
  expect(Buffer.from(segment.slice(7), "base64url").toString("latin1")).not.toContain("replicate");
});

it("opens nothing else", () => {
  const seal = new StreamSeal("a secret that replicas share");
  const segment = seal.seal(STREAM);
  expect(new StreamSeal("a secret that replicas have not").open(segment)).toBeUndefined();
  expect(new StreamSeal().open(segment)).toBeUndefined();
  for (let at = 7; at < segment.length; at++) {
    const other = segment[at] === "A" ? "B" : "A";
    expect(seal.open(segment.slice(0, at) + other + segment.slice(at + 1))).toBeUndefined();
    expect(seal.open(segment.slice(0, at))).toBeUndefined();
  }
  for (const text of ["", "sealed-", "sealed-AAAA", `${segment}=`, `${segment} `, "x"]) {
    expect(seal.open(text)).toBeUndefined();
  }
});
