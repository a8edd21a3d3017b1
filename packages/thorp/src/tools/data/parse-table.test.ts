import { expect, test } from "vitest";
import { ThorpError } from "../../base/errors.ts";
import { parseTable, type RawTable } from "./parse-table.ts";

function parse(text: string | Uint8Array, name = "a.csv", maxRows = 100): Promise<RawTable> {
  return parseTable(typeof text === "string" ? new TextEncoder().encode(text) : text, name, { maxRows });
}

test("the separator is found, also beside quoted ones", async () => {
  expect((await parse('a;b\n"x,y";"1;2"\n')).rows).toEqual([["x,y", "1;2"]]);
  expect((await parse('a,b\n"x;y;z",2\n')).columns).toEqual(["a", "b"]);
  expect((await parse("a|b\n1|2\n")).columns).toEqual(["a", "b"]);
  expect((await parse("a\tb,c\n1\t2\n", "a.tsv")).columns).toEqual(["a", "b,c"]);
});

test("semicolons mean decimal commas", async () => {
  expect((await parse("a;b\n1,5;2\n")).decimalComma).toBe(true);
  expect((await parse("a,b\n1.5,2\n")).decimalComma).toBe(false);
});

test("short and long rows keep their cells", async () => {
  const table = await parse("a,b\n1\n1,2,3\n");
  expect(table.columns).toEqual(["a", "b", "column_3"]);
  expect(table.rows).toEqual([["1"], ["1", "2", "3"]]);
});

test("byte order marks, UTF-16 and Windows-1252 are read", async () => {
  expect((await parse("\uFEFFname,b\n1,2\n")).columns[0]).toBe("name");
  const utf16 = new Uint8Array([0xff, 0xfe, ...Buffer.from("größe,b\n1,2\n", "utf16le")]);
  expect((await parse(utf16)).columns[0]).toBe("größe");
  expect((await parse(Uint8Array.from(Buffer.from("größe,b\n1,2\n", "latin1")))).columns[0]).toBe("größe");
});

test("rows beyond the limit are left out and it says so", async () => {
  const table = await parse("a\n1\n2\n3\n", "a.csv", 2);
  expect(table.rows).toHaveLength(2);
  expect(table.notes).toEqual(["a.csv has more than 2 rows; only the first ones were read."]);
  expect((await parse("a\n1\n2\n", "a.csv", 2)).notes).toEqual([]);
});

test("JSON: records with different keys, an object with a list, lists of lists, plain values, lines", async () => {
  expect(await parse('[{"a":1},{"b":2}]', "x.json")).toMatchObject({
    columns: ["a", "b"],
    rows: [
      [1, undefined],
      [undefined, 2],
    ],
  });
  expect((await parse('{"n":1,"orders":[{"a":1}]}', "x.json")).columns).toEqual(["a"]);
  expect((await parse('[["a","b"],[1,2]]', "x.json")).rows).toEqual([[1, 2]]);
  expect((await parse("[1,2]", "x.json")).columns).toEqual(["value"]);
  expect((await parse('{"a":1}\n{"a":2}\n', "x.jsonl")).rows).toEqual([[1], [2]]);
});

test("of several lists the longest is taken and named", async () => {
  const table = await parse('{"a":[{"x":1}],"b":[{"y":1},{"y":2}]}', "x.json");
  expect(table.columns).toEqual(["y"]);
  expect(table.notes).toEqual(['Of its 2 lists, "b" was taken.']);
});

test.each([
  ["", "a.csv", /empty/],
  ["{oops", "a.json", /not valid JSON/],
  ['{"a":1}\nnope', "a.jsonl", /Line 2/],
  ["[]", "a.json", /no records/],
  ["PK\u0003\u0004", "book.xlsx", /not a text table/],
  ["PK\u0003\u0004", "book.csv", /not a text table/],
])("%j as %s is refused in words", async (text, name, message) => {
  const error = await parse(text, name).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ThorpError);
  expect((error as ThorpError).message).toMatch(message);
});

test("a table under a name that does not say so, with words around it", async () => {
  expect(await parse("a,b\n1,2\n3,4\n", "stdin.txt")).toMatchObject({ columns: ["a", "b"], notes: [] });
  expect(await parse('{"a":1}\n{"a":2}\n', "stdin.txt")).toMatchObject({ columns: ["a"], rows: [[1], [2]] });
  expect(await parse("Hi,\n\na;b\n1,5;2\n3,5;4\n\nBye\n", "mail.txt")).toMatchObject({
    columns: ["a", "b"],
    rows: [
      ["1,5", "2"],
      ["3,5", "4"],
    ],
    decimalComma: true,
    notes: ["Of mail.txt, 2 lines of text that stand around the table were left out."],
  });
  expect(await parse("Exported by Ledger.\na,b\n1,2\n3,4\n", "export.csv")).toMatchObject({
    columns: ["a", "b"],
    notes: ["Of export.csv, 1 line of text that stands around the table was left out."],
  });
  expect((await parse("name\nAnn\nBen\n", "names.csv")).rows).toEqual([["Ann"], ["Ben"]]);
});
