import { describe, expect, it } from "vitest";
import { scrollTopToShow, visibleRange } from "./visible-range.ts";

const VIEW = { scrollTop: 0, height: 640, rowHeight: 64, count: 5_000 };

describe("visibleRange", () => {
  it("draws what is seen and a little beyond", () => {
    expect(visibleRange(VIEW)).toEqual([0, 18]);
    expect(visibleRange({ ...VIEW, scrollTop: 6_400 })).toEqual([92, 118]);
  });

  it("stays inside the list at its end, when it is empty and after it shrank", () => {
    expect(visibleRange({ ...VIEW, scrollTop: 5_000 * 64 - 640 })).toEqual([4_982, 5_000]);
    expect(visibleRange({ ...VIEW, count: 0 })).toEqual([0, 0]);
    expect(visibleRange({ ...VIEW, scrollTop: 99_999, count: 3 })).toEqual([3, 3]);
  });
});

describe("scrollTopToShow", () => {
  it("moves only as far as it must", () => {
    expect(scrollTopToShow(VIEW, 3)).toBe(0);
    expect(scrollTopToShow(VIEW, 10)).toBe(64);
    expect(scrollTopToShow({ ...VIEW, scrollTop: 640 }, 4)).toBe(256);
  });
});
