import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { DataDirectory } from "./data-directory.ts";

function open(): DataDirectory {
  const path = mkdtempSync(join(tmpdir(), "directory-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return new DataDirectory(path);
}

describe("the note of who has a directory", () => {
  it.each(["http://127.0.0.1:4777", "http://[::1]:4777", "http://localhost:1"])(
    "leads to %s",
    (url) => {
      const directory = open();
      expect(directory.readNote()).toBeUndefined();
      directory.writeNote({ pid: 7, url });
      expect(directory.readNote()).toEqual({ pid: 7, url });
      directory.removeNote();
      expect(directory.readNote()).toBeUndefined();
    },
  );

  it.each([
    "https://127.0.0.1:4777",
    "http://evil.example:4777",
    "http://127.0.0.1.evil.example",
    "http://127.0.0.1:4777@evil.example",
    "http://203.0.113.7:4777",
    "http://127.0.0.1:4777/path",
    "file:///etc/passwd",
    "",
  ])("does not lead to %s, where a key would follow", (url) => {
    const directory = open();
    directory.writeNote({ pid: 7, url });
    expect(directory.readNote()).toBeUndefined();
  });
});
