import { describe, expect, it } from "vitest";
import { copyPolicy, REPLICATE_HOSTS } from "./copy-policy.ts";

const policy = copyPolicy({
  hosts: [...REPLICATE_HOSTS, "files.example.com"],
  trustedServers: [{ origin: "https://127.0.0.1:4443", ca: "" }],
});

describe("copyPolicy", () => {
  it.each([
    "https://replicate.delivery/xezq/a/out.png",
    "https://PBXT.replicate.delivery/a/out.png",
    "https://a.b.replicate.delivery:443/out.png",
    "https://127.0.0.1:4443/delivery/out.png",
  ])("copies %s, which is Replicate's", (url) =>
    expect(policy(url)).toEqual({ isReplicates: true }),
  );

  it("copies from a host that is added, which is not Replicate's", () => {
    expect(policy("https://files.example.com/x")).toEqual({ isReplicates: false });
  });

  it.each([
    ["http://replicate.delivery/out.png", /Only https/],
    ["file:///etc/passwd", /Only https/],
    ["javascript:alert(1)", /Only https/],
    ["data:image/png;base64,AA==", /Only https/],
    ["ftp://replicate.delivery/x", /Only https/],
    ["https://replicate.delivery:8443/x", /standard port/],
    ["https://user@replicate.delivery/x", /user name/],
    ["https://:secret@replicate.delivery/x", /user name/],
    ["https://replicate.delivery.evil.example/x", /not among the hosts/],
    ["https://evilreplicate.delivery/x", /not among the hosts/],
    ["https://replicate.delivery@evil.example/x", /user name/],
    ["https://evil.example/replicate.delivery", /not among the hosts/],
    ["https://127.0.0.1/x", /not among the hosts/],
    ["https://127.0.0.1:4444/x", /standard port/],
    ["https://[::1]/x", /not among the hosts/],
    ["https://169.254.169.254/latest", /not among the hosts/],
    ["https://sub.files.example.com/x", /not among the hosts/],
    ["no url", /no URL/],
  ])("does not copy %s", (url, reason) => {
    expect(policy(url).refused).toMatch(reason);
  });
});
