import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { peekFile } from "./peek-file.ts";

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const peek = (path: string, text: string) => peekFile(path, bytes(text));

describe("tables", () => {
  it("a CSV file: columns, types, values, rows", async () => {
    const text =
      'date,region,"net, EUR",note\n2026-01-01,North,10.5,"a\nb"\n2026-01-02,South,20,\n2026-01-03,North,7,c\n';
    expect(await peek("sales.csv", text)).toEqual({
      path: "sales.csv",
      mediaType: "text/csv",
      bytes: text.length,
      columns: [
        { name: "date", type: "date", examples: ["2026-01-01", "2026-01-02", "2026-01-03"] },
        { name: "region", type: "text", examples: ["North", "South"] },
        { name: "net, EUR", type: "number", examples: ["10.5", "20", "7"] },
        { name: "note", type: "text", examples: ["a b", "c"] },
      ],
      rows: 3,
    });
  });

  it.each([
    ["a.csv", "a;b\n1,5;x\n2,5;y\n", ["number", "text"], 2],
    ["a.tsv", "a\tb\n1\t2026-01-01\n", ["number", "date"], 1],
    ["attachment:a.CSV", "a|b\n$1,200.50|yes\n$3|no", ["number", "text"], 2],
    ["a.json", '[{"a":1,"b":"x"},{"a":2.5,"b":"y"}]', ["number", "text"], 2],
    ["a.json", '{"meta":1,"items":[{"when":"2026-01-01T10:00:00Z"}]}', ["date"], 1],
    ["a.jsonl", '{"a":1}\n{"a":2}\n\n{"a":3}\n', ["number"], 3],
    ["a.csv", "only,a,header\n", ["text", "text", "text"], 0],
    ["a.csv", "\ufeffx\r\n1\r\n2\r\n", ["number"], 2],
    ["attachment:stdin.txt", "a,b\n1,x\n2,y\n", ["number", "text"], 2],
    ["attachment:export", "Hi!\na,b\n1,x\n2,y\nBye", ["number", "text"], 2],
    ["attachment:stdin.txt", '[{"a":1},{"a":2}]', ["number"], 2],
    ["a.txt", '{"a":"x"}\n{"a":"y"}\n', ["text"], 2],
    ["a.txt", "Dear Ann,\nthank you, and all the best.\nBen", undefined, undefined],
  ])("%s %j", async (path, text, types, rows) => {
    const note = await peek(path, text);
    expect([note.columns?.map(({ type }) => type), note.rows]).toEqual([types, rows]);
  });

  it("tells all kinds of a short column of texts, and a few values of others", async () => {
    const rows = Array.from({ length: 30 }, (_, at) => `${"NESWC".charAt(at % 5)}-region,name ${at},${at}`);
    const { columns } = await peek("a.csv", `region,name,n\n${rows.join("\n")}\n`);
    expect(columns?.map(({ examples }) => examples.length)).toEqual([5, 3, 3]);
  });

  it("a large table that came in without a name is counted whole", async () => {
    const text = `a,b\n${"1,some text that fills the line\n".repeat(20_000)}`;
    expect(await peek("attachment:stdin.txt", text)).toMatchObject({
      rows: 20_000,
      columns: [{ name: "a" }, { name: "b" }],
    });
  });

  it("a large file: a part for the columns, all of it for the rows", async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => `${i},"name ""${i}"",\nline two",2026-01-01`);
    const note = await peek("big.csv", `id,name,day\n${rows.join("\n")}\n`);
    expect(note).toMatchObject({
      rows: 100_000,
      columns: [
        { name: "id", type: "number" },
        { name: "name", type: "text" },
        { name: "day", type: "date" },
      ],
    });
  });

  it("a table with very many columns, and very long values", async () => {
    const note = await peek(
      "wide.csv",
      `${Array.from({ length: 500 }, (_, i) => `c${i}`).join(",")}\n${"x".repeat(5000)}\n`,
    );
    expect(note.columns).toHaveLength(60);
    expect(note.columns?.[0]?.examples[0]).toHaveLength(61);
  });
});

describe("other files", () => {
  it.each([
    ["a.md", "# hi", "text/markdown"],
    ["a.pdf", "%PDF-1.7\n", "application/pdf"],
    ["a.pdf", "no pdf at all", "text/plain"],
    ["noending", "<!DOCTYPE html><p>", "text/html"],
    ["Makefile", "all:", "text/plain"],
    ["a.csv", "\u0089PNG", "text/csv"],
    ["empty.csv", "", "text/csv"],
    [
      "a.docx",
      "PK\u0003\u0004word/document.xml",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ],
    ["a.zip", "PK\u0003\u0004xl/workbook.xml", "application/zip"],
    ["bin", "PK\u0003\u0004xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
    ["a.json", "{broken", "application/json"],
    ["x.bin", "a\0b", "application/octet-stream"],
    ["report.docx", "just text", "text/plain"],
    ["a.sqlite", "SQLite format 3\0", "application/vnd.sqlite3"],
  ])("%s %j is %s", async (path, text, mediaType) => {
    const note = await peek(path, text);
    expect(note.mediaType).toBe(mediaType);
    expect(note.bytes).toBe(Buffer.byteLength(text));
  });

  it("a picture named .csv is a picture", async () => {
    expect(await peekFile("a.csv", Buffer.from("89504e470d0a1a0a0000", "hex"))).toEqual({
      path: "a.csv",
      mediaType: "image/png",
      bytes: 10,
    });
  });
});

it("never throws, whatever the bytes and the name", async () => {
  const path = fc.constantFrom("a.csv", "a.json", "a.jsonl", "a.tsv", "a.pdf", "a.docx", "a");
  await fc.assert(
    fc.asyncProperty(
      path,
      fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string().map(bytes), fc.json().map(bytes)),
      async (name, content) => {
        expect((await peekFile(name, content)).bytes).toBe(content.length);
      },
    ),
    { seed: 11, numRuns: 500 },
  );
});
