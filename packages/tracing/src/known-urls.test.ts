import { expect, it } from "vitest";
import { KnownUrls } from "./known-urls.ts";

const GET = "https://one.example/get";

it("finds what an answer has named, whatever the host", () => {
  const urls = new KnownUrls();
  urls.note({ id: "a", urls: { get: GET, stream: "https://other.example/s", web: "https://w" } });
  urls.note({ id: "b", urls: { cancel: 7, get: undefined } });
  expect(urls.find(GET)).toEqual({ kind: "get", id: "a" });
  expect(urls.find("https://other.example/s")).toEqual({ kind: "stream", id: "a" });
  expect(urls.find("https://w")).toBeUndefined();
});

it("believes the last answer", () => {
  const urls = new KnownUrls();
  urls.note({ id: "a", urls: { get: GET } });
  urls.note({ id: "b", urls: { get: GET } });
  expect(urls.find(GET)?.id).toBe("b");
});

it("forgets the oldest", () => {
  const urls = new KnownUrls();
  const url = (index: number): string => `https://host.example/${index}`;
  for (let index = 0; index < 30_001; index += 1) urls.note({ id: "a", urls: { get: url(index) } });
  expect(urls.find(url(0))).toBeUndefined();
  expect(urls.find(url(1))).toBeDefined();
});
