import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSseReader } from "./sse-reader.ts";

type Heard = readonly (readonly [data: string, event: string])[];

function read(pieces: readonly string[], stopAt?: string): Heard {
  const heard: [string, string][] = [];
  const reader = createSseReader((data, event) => {
    heard.push([data, event]);
    return data === stopAt;
  });
  for (const piece of pieces) reader.feed(piece);
  reader.end();
  return heard;
}

describe("events", () => {
  test.each<[string, string, Heard]>([
    [
      "with a line feed",
      "data: a\n\ndata: b\n\n",
      [
        ["a", ""],
        ["b", ""],
      ],
    ],
    [
      "with both line ends",
      "data: a\r\n\r\ndata: b\r\n\r\n",
      [
        ["a", ""],
        ["b", ""],
      ],
    ],
    [
      "with carriage returns only",
      "data: a\r\rdata: b\r\r",
      [
        ["a", ""],
        ["b", ""],
      ],
    ],
    ["without the space", "data:a\n\n", [["a", ""]]],
    ["that keep the second space", "data:  a\n\n", [[" a", ""]]],
    ["between comments", ": ping\n\ndata: a\n: ping\n\n:\n\n", [["a", ""]]],
    [
      "with names",
      "event: error\ndata: a\n\ndata: b\n\n",
      [
        ["a", "error"],
        ["b", ""],
      ],
    ],
    ["with fields that nobody reads", "id: 7\nretry: 10\ndata: a\n\n", [["a", ""]]],
    ["over several lines", "data: a\ndata: b\n\n", [["a\nb", ""]]],
    [
      "that are JSON without blank lines between",
      'data: {"a":1}\ndata: {"b":2}\ndata: [DONE]\n',
      [
        ['{"a":1}', ""],
        ['{"b":2}', ""],
        ["[DONE]", ""],
      ],
    ],
    ["that are JSON over several lines", 'data: {\ndata: "a":1}\n\n', [['{\n"a":1}', ""]]],
    ["that forgot the field name", '{"error":"x"}\n', [['{"error":"x"}', ""]]],
    ["without an end", "data: a", [["a", ""]]],
    ["without data", "event: x\n\n\n\n", []],
    ["that are empty", "", []],
  ])("%s", (_, text, expected) => {
    expect(read([text])).toEqual(expected);
  });

  test("stop when told, whatever follows in the same read", () => {
    expect(read(["data: a\n\ndata: [DONE]\n\ndata: b\n\n", "data: c\n\n"], "[DONE]").map(([data]) => data)).toEqual([
      "a",
      "[DONE]",
    ]);
  });

  test("are the same however the network tears them", () => {
    const line = fc.constantFrom("data: one", 'data: {"a":1}', "data: ü你🎉", ": ping", "event: error", "", "id: 3");
    const ends = fc.constantFrom("\n", "\r\n");
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 20 }),
        ends,
        fc.array(fc.nat(200), { maxLength: 30 }),
        (lines, end, cuts) => {
          const text = lines.map((each) => each + end).join("");
          const at = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((one, other) => one - other), text.length];
          const pieces = at.slice(1).map((stop, index) => text.slice(at[index], stop));
          expect(read(pieces)).toEqual(read([text]));
        },
      ),
    );
  });

  test("of ten megabytes are read in a time that grows with their length only", () => {
    const piece = "x".repeat(1000);
    const pieces = ["data: ", ...Array<string>(10_000).fill(piece), "\n\n"];
    expect(read(pieces)[0]?.[0].length).toBe(10_000_000);
  });
});
