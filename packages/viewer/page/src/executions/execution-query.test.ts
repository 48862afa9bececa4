import { describe, expect, it } from "vitest";
import { summaryOf } from "../../test/summary-of.ts";
import {
  apiQuery,
  matchesFilters,
  parseQuery,
  queryPath,
  toggleFilter,
} from "./execution-query.ts";

const NOW = 1_800_000_000;

describe("the query of the list", () => {
  it("survives the way into the address and back", () => {
    const search = "?model=a%2Fb&model=c%2Fd&status=failed&since=1h&q=a+heron+%26+co";
    expect(queryPath(parseQuery(search))).toBe(`/${search}`);
    expect(queryPath(parseQuery(""))).toBe("/");
  });

  it("asks the server for moments, not periods", () => {
    const params = apiQuery(parseQuery("?since=15m&until=2027-01-15T08:00:00Z&q=x"), NOW);
    expect(params.get("since")).toBe(String(NOW - 900));
    expect(params.get("until")).toBe("1800000000");
    expect(params.get("q")).toBe("x");
  });

  it("ignores moments that are none", () => {
    expect([...apiQuery(parseQuery("?since=__proto__&until=soon"), NOW)]).toEqual([]);
  });

  it("takes a value in and out", () => {
    const one = toggleFilter(parseQuery(""), "model", "a/b");
    expect(queryPath(one)).toBe("/?model=a%2Fb");
    expect(queryPath(toggleFilter(one, "model", "a/b"))).toBe("/");
  });

  it("says whether an execution belongs into the list", () => {
    const summary = summaryOf("a", NOW - 60);
    const matches = (search: string): boolean => matchesFilters(parseQuery(search), summary, NOW);
    expect(matches("")).toBe(true);
    expect(matches("?model=acme%2Fpaint&model=x&status=succeeded&kind=text&project=p")).toBe(true);
    expect(matches("?status=failed")).toBe(false);
    expect(matches("?version=1")).toBe(false);
    expect(matches("?since=15m")).toBe(true);
    expect(matches("?until=15m")).toBe(false);
    // As the server has it: the first moment is included, the last is not.
    const start = new Date((NOW - 60) * 1_000).toISOString();
    expect(matches(`?since=${start}`)).toBe(true);
    expect(matches(`?until=${start}`)).toBe(false);
  });
});
