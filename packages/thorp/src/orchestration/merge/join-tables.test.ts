import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../base/json.ts";
import { resultOf, taskOf } from "../test-world.ts";
import { joinTables, tableText } from "./join-tables.ts";

const join = (...tables: readonly Json[]) =>
  joinTables(
    tables.map((data, i) => ({ task: taskOf(`t${i + 1}`), state: "done", result: resultOf("table", { data }) })),
  );

describe("joinTables", () => {
  it("puts rows side by side that agree in a text column, and keeps those without a match", () => {
    const joined = join(
      [
        { region: "North", sales: 10 },
        { region: "South", sales: 5 },
      ],
      [
        { region: "north ", staff: 3 },
        { region: "East", staff: 1 },
      ],
    );
    expect(joined).toEqual({
      by: ["region"],
      rows: [
        { region: "North", sales: 10, staff: 3 },
        { region: "South", sales: 5, staff: null },
        { region: "East", sales: null, staff: 1 },
      ],
    });
  });

  it("keeps apart what two tables call the same", () => {
    expect(join([{ city: "Oslo", total: 1 }], [{ city: "Oslo", total: 2 }])?.rows).toEqual([
      { city: "Oslo", "total (t1)": 1, "total (t2)": 2 },
    ]);
  });

  it("matches by all text columns, over three tables", () => {
    expect(join([{ a: "x", b: "y", n: 1 }], [{ a: "x", b: "y", m: 2 }], [{ a: "x", b: "z", k: 3 }])?.rows).toEqual([
      { a: "x", b: "y", n: 1, m: 2, k: null },
      { a: "x", b: "z", n: null, m: null, k: 3 },
    ]);
  });

  it("matches by a number only where it names the rows", () => {
    const one = [
      { year: 2023, sales: 1 },
      { year: 2024, sales: 2 },
    ];
    expect(join(one, [{ year: 2024, cost: 9 }])).toMatchObject({ by: ["year"], rows: [{ cost: null }, { cost: 9 }] });
    const same = [
      { year: 2024, x: 1 },
      { year: 2024, x: 2 },
    ];
    expect(
      join(
        same,
        same.map(({ year, x }) => ({ year, y: x })),
      ),
    ).toBeUndefined();
  });

  it.each([
    ["nothing is shared", [[{ a: "x" }], [{ b: "x" }]]],
    ["one is no table", [[{ a: "x" }], "text"]],
    ["one is empty", [[{ a: "x" }], []]],
    ["there is one only", [[{ a: "x" }]]],
    ["rows are lists", [[["x"]], [["x"]]]],
  ] as const)("gives up when %s", (_case, tables) => {
    expect(join(...(tables as unknown as readonly Json[]))).toBeUndefined();
  });

  it("gives up when the rows would multiply beyond use", () => {
    const many = (column: string) => Array.from({ length: 200 }, (_, i) => ({ key: "same", [column]: i }));
    expect(join(many("a"), many("b"))).toBeUndefined();
  });

  it("loses no key of any table, and every row has every column", () => {
    const keys = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1 });
    fc.assert(
      fc.property(keys, keys, (left, right) => {
        const joined = join(
          left.map((key) => ({ key, l: 1 })),
          right.map((key) => ({ key, r: 1 })),
        );
        expect(new Set(joined?.rows.map((row) => row["key"]))).toEqual(new Set([...left, ...right]));
        for (const row of joined?.rows ?? []) expect(Object.keys(row)).toEqual(["key", "l", "r"]);
      }),
    );
  });

  it("is shown as a table, cut where it is long", () => {
    const joined = join(
      [
        { a: "x|y", n: 1 },
        { a: "z", n: 2 },
      ],
      [{ a: "z", m: null }],
    );
    expect(tableText(joined!, 1)).toBe("| a | n | m |\n| --- | --- | --- |\n| x\\|y | 1 |  |\n1 more rows");
  });
});
