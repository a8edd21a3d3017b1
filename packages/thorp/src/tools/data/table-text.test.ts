import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { countOf, csvText, htmlTable, markdownTable, recordsFrom, shownNumber } from "./table-text.ts";

const table = {
  columns: ["name", "n"],
  rows: [
    ["a|b", 1.5],
    ["line\nbreak <i>", null],
  ],
} as const;

test("Markdown: numbers to the right, nothing in a cell breaks the table or becomes markup", () => {
  expect(markdownTable(table)).toBe("| name | n |\n| --- | ---: |\n| a\\|b | 1.5 |\n| line break \\<i> |  |");
  expect(markdownTable({ columns: ["a"], rows: [["abcdef"]] }, { maxCell: 4 })).toContain("| abc… |");
});

test("CSV: quoted where needed, read back as it was", () => {
  const text = csvText({
    columns: ["a", "b"],
    rows: [
      ['say "hi", you', 0.1],
      ["two\nlines", null],
      [" edge ", -5],
    ],
  });
  expect(text.startsWith("a,b\r\n")).toBe(true);
  expect(parse(text)).toEqual([
    ["a", "b"],
    ['say "hi", you', "0.1"],
    ["two\nlines", ""],
    [" edge ", "-5"],
  ]);
});

test.each(["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1"])(
  "CSV: %j is not a formula any more",
  (cell) => {
    expect(parse(csvText({ columns: ["a"], rows: [[cell]] }))[1]).toEqual([`'${cell}`]);
    expect(parse(csvText({ columns: [cell], rows: [] }))[0]).toEqual([`'${cell}`]);
  },
);

test("CSV: negative numbers stay numbers", () => {
  expect(csvText({ columns: ["a"], rows: [[-5]] })).toBe("a\r\n-5\r\n");
});

test("HTML: everything is escaped, numbers are marked", () => {
  const html = htmlTable({ columns: ["<b>", "n"], rows: [["<script>alert('x')</script> & \"q\"", 2]] });
  expect(html).not.toMatch(/<script|<b>/);
  expect(html).toContain("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;q&quot;");
  expect(html).toContain('<td class="number">2</td>');
});

test("numbers for people", () => {
  expect([68333.33333, 0.123456789, 12.3456789, 100, -1234.567].map(shownNumber)).toEqual([
    "68333.33",
    "0.12346",
    "12.346",
    "100",
    "-1234.57",
  ]);
  expect([countOf(1, "row"), countOf(1200, "row"), countOf(2, "series", "series")]).toEqual([
    "1 row",
    "1,200 rows",
    "2 series",
  ]);
});

test("rows as objects", () => {
  expect(recordsFrom(table)).toEqual([
    { name: "a|b", n: 1.5 },
    { name: "line\nbreak <i>", n: null },
  ]);
});
