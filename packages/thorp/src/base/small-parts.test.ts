/** The small parts that everything stands on: ids, money, labels, JSON, dice, names, errors, log lines. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createManualClock } from "../testing/manual-clock.ts";
import { definedOf } from "./defined-of.ts";
import { createSeededDice, createSystemDice } from "./dice.ts";
import { errorFrom, errorTable, failureFrom, ThorpError } from "./errors.ts";
import { createIds } from "./ids.ts";
import { contentHash, parseJson, stableStringify } from "./json.ts";
import { isTainted, joinLabels, type Label, originOf, sourceOf } from "./label.ts";
import { createLogger } from "./logger.ts";
import { dollarsToMicro, formatMoney, type MicroDollars, microDollars } from "./money.ts";
import { nearest } from "./nearest.ts";

describe("ids", () => {
  it("sort by time, also within one millisecond and when the clock goes back", () => {
    let now = 1_800_000_000_000;
    const ids = createIds({ now: () => now, after: () => () => {} }, createSeededDice("a"));
    const made = Array.from({ length: 50 }, () => ids.run() as string);
    now -= 1000;
    made.push(ids.run());
    now += 5000;
    made.push(ids.run());
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(52);
    expect(made[0]).toMatch(/^run_[0-9a-z]{20}$/);
    expect([ids.conversation().slice(0, 4), ids.message().slice(0, 4)]).toEqual(["con_", "msg_"]);
  });
});

it("leaves out what is undefined, and nothing else", () => {
  expect(definedOf({ a: undefined, b: null, c: 0, d: "", e: false })).toStrictEqual({ b: null, c: 0, d: "", e: false });
});

describe("money", () => {
  it.each([
    [0, 0],
    [0.2, 1],
    [3, 3],
    [3.0000000001, 3],
    [3.1, 4],
  ])("%d micro-dollars count as %d", (amount, whole) => expect(microDollars(amount)).toBe(whole));
  it("does not lose a cent to binary fractions", () => expect(dollarsToMicro(0.29)).toBe(290_000));
  it.each([
    [0, "$0"],
    [1, "$0.000001"],
    [4200, "$0.0042"],
    [10_000, "$0.01"],
    [500_000, "$0.50"],
    [1_500_000, "$1.50"],
    [12_345_678, "$12.35"],
  ])("%d is written %s", (amount, text) => expect(formatMoney(amount as MicroDollars)).toBe(text));
});

describe("labels", () => {
  it("know their origin and source", () => {
    expect([originOf("web:https://a.org/b"), sourceOf("web:https://a.org/b")]).toEqual(["web", "https://a.org/b"]);
    expect([originOf("person"), sourceOf("person")]).toEqual(["person", undefined]);
  });
  it.each([
    [["person", "team", "rules", "tool:calculate"], false],
    [["person", "web"], true],
    [["attachment:a.pdf"], true],
    [["workspace:a.md"], true],
    [["memory"], true],
    [["team", "knowledge:crew/handbook/a.md"], true],
    [["agent"], true],
    [[], false],
  ] as const)("%j tainted: %s", (labels, tainted) => expect(isTainted(labels)).toBe(tainted));
  it("join without doubles in the order of appearance", () => {
    const joined: readonly Label[] = joinLabels(["person", "web"], ["team"], ["web", "agent"]);
    expect(joined).toEqual(["person", "web", "team", "agent"]);
    expect(joinLabels()).toEqual([]);
    expect(joinLabels(["web"])).toEqual(["web"]);
  });
});

describe("JSON", () => {
  it("is the same text whatever the order of the keys", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
        const turned = Object.fromEntries(Object.entries(record).reverse());
        expect(stableStringify(turned)).toBe(stableStringify(record));
        expect(parseJson(stableStringify(record))).toEqual(JSON.parse(JSON.stringify(record)));
      }),
    );
  });
  it("keeps the order of lists", () =>
    expect(stableStringify([2, 1, { b: 1, a: [3, 2] }])).toBe('[2,1,{"a":[3,2],"b":1}]'));
  it("that is none is undefined", () =>
    expect([parseJson("{"), parseJson(""), parseJson("null")]).toEqual([undefined, undefined, null]));
  it("hashes texts and bytes alike", () => {
    expect(contentHash("ä")).toBe(contentHash(new TextEncoder().encode("ä")));
    expect(contentHash("a")).not.toBe(contentHash("b"));
    expect(contentHash("a")).toHaveLength(32);
  });
});

describe("dice", () => {
  it("throw the same for the same seed, evenly, and below 1", () => {
    const [one, same, other] = [createSeededDice("s"), createSeededDice("s"), createSeededDice("t")];
    const throws = Array.from({ length: 2000 }, () => one());
    expect(throws.map(() => same())).toEqual(throws);
    expect(throws.map(() => other())).not.toEqual(throws);
    expect(throws.every((number) => number >= 0 && number < 1)).toBe(true);
    expect(throws.reduce((sum, number) => sum + number, 0) / 2000).toBeCloseTo(0.5, 1);
    expect(createSystemDice()()).toBeLessThan(1);
  });
});

describe("nearest", () => {
  const known = ["search_web", "read_file", "write_file", "calculate"];
  it.each([
    ["serch_web", "search_web"],
    ["Read_File", "read_file"],
    ["calcuate", "calculate"],
    ["wirte_file", "write_file"],
    ["transmogrify", undefined],
    ["", undefined],
  ])("%s: %s", (name, found) => expect(nearest(name, known)).toBe(found));
  it("suggests nothing that has no letter in common", () => expect(nearest("ab", ["xy"])).toBeUndefined());
  it("takes the closest of several", () =>
    expect(nearest("read_files", ["write_file", "read_file"])).toBe("read_file"));
  it("does not compare a megabyte", () => expect(nearest("a".repeat(1_000_000), known)).toBeUndefined());
});

describe("errors", () => {
  it("have a hint, a status and an exit code for every code", () => {
    for (const [code, row] of Object.entries(errorTable)) {
      expect(row.hint, code).toMatch(/\.$/);
      expect(row.status, code).toBeGreaterThanOrEqual(400);
      expect([1, 2, 3, 4, 5, 6, 7, 124, 130], code).toContain(row.exit);
    }
  });
  it("go to data and back", () => {
    const error = new ThorpError("rate-limited", "Too many.", { hint: "Wait.", retryAfterMs: 5, cause: "x" });
    expect(failureFrom(error)).toEqual({ code: "rate-limited", message: "Too many.", hint: "Wait." });
    expect(errorFrom(failureFrom(error))).toMatchObject({ code: "rate-limited", message: "Too many.", hint: "Wait." });
    expect(errorFrom({ code: "usage", message: "x" }).hint).toBe(errorTable.usage.hint);
    expect([error.retryAfterMs, error.cause]).toEqual([5, "x"]);
    expect("retryAfterMs" in new ThorpError("usage", "x")).toBe(false);
  });
  it("come of anything that is thrown", () => {
    expect(failureFrom(new TypeError("no"))).toEqual({ code: "internal", message: "no" });
    expect(failureFrom("text")).toEqual({ code: "internal", message: "text" });
    expect(failureFrom(undefined)).toEqual({ code: "internal", message: "undefined" });
  });
});

describe("the log", () => {
  function logged(data: Record<string, unknown>): Record<string, unknown> {
    const lines: string[] = [];
    createLogger({ clock: createManualClock(0), write: (line) => lines.push(line), level: "info" })(
      "warn",
      "it broke",
      data,
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]?.endsWith("\n")).toBe(true);
    return JSON.parse(lines[0] ?? "");
  }
  it("writes one object a line", () =>
    expect(logged({ run: "r\n1" })).toEqual({
      at: "1970-01-01T00:00:00.000Z",
      level: "warn",
      message: "it broke",
      run: "r\n1",
    }));
  it("keeps its own words beside those of a failure", () =>
    expect(logged({ code: "internal", message: "cause", level: "x" })).toMatchObject({
      level: "warn",
      message: "it broke",
      detail: "cause",
    }));
  it("survives what is no JSON", () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    expect(logged(circle)).toMatchObject({ message: "it broke" });
    expect(logged({ big: 1n })).toMatchObject({ message: "it broke" });
  });
  it("drops what is below its level", () => {
    const lines: string[] = [];
    const log = createLogger({ clock: createManualClock(0), write: (line) => lines.push(line), level: "warn" });
    for (const level of ["debug", "info", "warn", "error"] as const) log(level, level);
    expect(lines.map((line) => JSON.parse(line).message)).toEqual(["warn", "error"]);
  });
});
