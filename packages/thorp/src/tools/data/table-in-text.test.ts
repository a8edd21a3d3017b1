import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tableInText } from "./table-in-text.ts";

describe("a table", () => {
  it.each([
    ["CSV", "region,units\nNorth,1\nSouth,2\n", "delimited", 0],
    ["one row of CSV", "region,units\nNorth,1", "delimited", 0],
    ["TSV", "region\tunits\nNorth\t1\nSouth\t2", "delimited", 0],
    ["semicolons", "Region;Preis\nNord;1,50\nSüd;2,50", "delimited", 0],
    ["quoted separators", 'name,note\n"Fischer, Anna",x\n"Okafor, Ben",y\n', "delimited", 0],
    ["CSV with words around it", "Hi Ann, as promised:\n\na,b\n1,2\n3,4\n\nBye, Ben", "delimited", 2],
    ["records", '[{"a":1},{"a":2}]', "json", 0],
    ["an object with a list", '{"items":[{"a":1}]}', "json", 0],
    ["records with words around them", 'Here:\n[\n {"a":1}\n]\nBye', "json", 2],
    ["JSON lines", '{"a":1}\n{"a":2}\n', "json-lines", 0],
    ["JSON lines below words", 'log of today\n{"a":1}\n{"a":2}\n', "json-lines", 1],
    ["CSV behind a byte order mark", "\ufeffa,b\n1,2\n", "delimited", 0],
  ])("%s", (_, text, format, otherLines) => expect(tableInText(text)).toMatchObject({ format, otherLines }));

  it("comes without the words around it", () => {
    expect(tableInText("Look:\na,b\n1,2\n3,4\nBye")).toEqual({
      format: "delimited",
      text: "a,b\n1,2\n3,4",
      otherLines: 2,
      delimiter: ",",
    });
  });
});

describe("no table", () => {
  it.each([
    ["nothing", ""],
    ["prose", "Dear Ann, thank you.\nWe met, talked, and left.\nIt was good, long, and warm.\n"],
    ["a list of things", "milk, eggs\nbread, butter"],
    ["a log", "2026-01-01 10:00, INFO, started\n2026-01-01 10:01, WARN, slow\n2026-01-01 10:02, INFO, done\n"],
    ["broken JSON", '[{"a":1},\n{"a":'],
    ["a few rows in a long text", `${"This is a long text about something else.\n".repeat(20)}a,b\n1,2\n3,4\n`],
    ["Markdown", "# Notes\n\nWe met.\n\n- one\n- two\n"],
  ])("%s", (_, text) => expect(tableInText(text)).toBeUndefined());

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void tableInText(text)));
    const pieces = fc.array(fc.constantFrom("[", "{", "a,b", "1,2", '"', "}", "]", "\n", "x;y"));
    fc.assert(fc.property(pieces, (parts) => void tableInText(parts.join(""))));
  });
});
