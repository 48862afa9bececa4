import { describe, expect, it } from "vitest";
import {
  LONGEST_MARKDOWN,
  looksLikeMarkdown,
  parseMarkdown,
  webAddress,
} from "./parse-markdown.ts";

describe("webAddress", () => {
  it.each(["https://example.com/a", "http://example.com/", "HTTPS://example.com/a"])(
    "takes %s",
    (address) => {
      expect(webAddress(address)).toBe(new URL(address).href);
    },
  );

  it.each([
    "javascript:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "//example.com",
    "/api/executions",
    "https://",
    "vbscript:x",
  ])("refuses %j", (address) => {
    expect(webAddress(address)).toBeUndefined();
  });
});

describe("looksLikeMarkdown", () => {
  it.each(["# Title", "a **bold** word", "- one\n- two", "```js\n1\n```", "| a | b |\n|---|---|"])(
    "sees it in %j",
    (text) => {
      expect(looksLikeMarkdown(text)).toBe(true);
    },
  );

  it.each(["Plain words, with a dash - and 2 * 3 * 4.", "snake_case_name", "#hashtag", ""])(
    "does not see it in %j",
    (text) => {
      expect(looksLikeMarkdown(text)).toBe(false);
    },
  );
});

describe("parseMarkdown", () => {
  it("leaves long texts alone", () => {
    expect(parseMarkdown("x".repeat(LONGEST_MARKDOWN + 1))).toBeUndefined();
  });
});
