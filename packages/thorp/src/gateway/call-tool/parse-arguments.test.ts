import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseArguments } from "./parse-arguments.ts";

const weather = { city: "Vienna", days: 3 };

/** What models write, and what they meant. */
const broken: readonly (readonly [string, string, unknown])[] = [
  ["right JSON", '{"city": "Vienna", "days": 3}', weather],
  ["nothing", "  ", {}],
  ["null", "null", {}],
  ["a fence with a language", '```json\n{"city": "Vienna", "days": 3}\n```', weather],
  ["a fence without one", '```\n{"city": "Vienna", "days": 3}\n```', weather],
  ["a fence for another language", "```python\n{'city': 'Vienna', 'days': 3}\n```", weather],
  ["a fence that was not closed", '```json\n{"city": "Vienna", "days": 3}', weather],
  ["a fence after prose", 'Sure!\n```json\n{"city": "Vienna", "days": 3}\n```\nIs that right?', weather],
  ["prose before", 'I will call the tool with {"city": "Vienna", "days": 3}', weather],
  ["prose around", 'Here: {"city": "Vienna", "days": 3} I hope it helps {really}.', weather],
  ["a name in brackets before", 'Calling [weather] with {"city": "Vienna", "days": 3}', weather],
  ["a trailing comma", '{"city": "Vienna", "days": 3,}', weather],
  ["several trailing commas", '{"city": "Vienna", "days": 3,,}', weather],
  ["a leading comma", '{,"city": "Vienna", "days": 3}', weather],
  ["a doubled comma", '{"city": "Vienna",, "days": 3}', weather],
  ["a trailing comma in a list", '{"list": [1, 2,],}', { list: [1, 2] }],
  ["single quotes", "{'city': 'Vienna', 'days': 3}", weather],
  ["backticks", "{`city`: `Vienna`, `days`: 3}", weather],
  ["curly quotes", "{“city”: “Vienna”, “days”: 3}", weather],
  ["an apostrophe in single quotes", "{'text': 'it's fine, isn't it', 'n': 1}", { text: "it's fine, isn't it", n: 1 }],
  ["an escaped apostrophe", "{'text': 'it\\'s fine'}", { text: "it's fine" }],
  ["an apostrophe escaped in double quotes", '{"text": "it\\\'s fine",}', { text: "it's fine" }],
  ["double quotes in single quotes", `{'text': 'say "hi" to me'}`, { text: 'say "hi" to me' }],
  ["quotes that were not escaped", '{"text": "he said "hi" to me", "n": 1}', { text: 'he said "hi" to me', n: 1 }],
  [
    "quotes before a comma of the text",
    '{"text": "he said "yes", then left", "n": 1}',
    { text: 'he said "yes", then left', n: 1 },
  ],
  ["bare keys", '{city: "Vienna", days: 3}', weather],
  ["bare keys and values", "{city: Vienna, days: 3}", weather],
  ["a bare value of several words", "{query: weather in Vienna, days: 3}", { query: "weather in Vienna", days: 3 }],
  ["a bare address", "{url: https://a.org/b?c=d}", { url: "https://a.org/b?c=d" }],
  ["a bare time", "{at: 10:30}", { at: "10:30" }],
  ["an equals sign", '{city="Vienna", days=3}', weather],
  ["an arrow", "{'city' => 'Vienna', 'days' => 3}", weather],
  ["Python words", "{'a': True, 'b': False, 'c': None}", { a: true, b: false, c: null }],
  ["JavaScript words", '{"a": undefined, "b": NaN}', { a: null, b: null }],
  ["words inside of a text", `{'a': 'True or None'}`, { a: "True or None" }],
  ["numbers as people write them", '{"a": +1, "b": .5, "c": 2., "d": -1.5e3}', { a: 1, b: 0.5, c: 2, d: -1500 }],
  ["a leading zero", '{"zip": 01069}', { zip: "01069" }],
  ["a missing end", '{"city": "Vienna", "days": 3', weather],
  ["a missing end of a list", '{"list": [1, 2', { list: [1, 2] }],
  ["a missing bracket in the middle", '{"list": [1, 2, "n": 1}', { list: [1, 2], n: 1 }],
  ["a cut-off text", '{"city": "Vien', { city: "Vien" }],
  ["a cut-off escape", '{"city": "Vien\\', { city: "Vien" }],
  ["a cut-off key", '{"city": "Vienna", "da', { city: "Vienna", da: null }],
  ["a cut-off value", '{"city": "Vienna", "days":', { city: "Vienna", days: null }],
  ["a value that was left out", '{"city": "Vienna", "days": }', { city: "Vienna", days: null }],
  ["a comma that was left out", '{"city": "Vienna" "days": 3}', weather],
  ["a comma that was left out at the line's end", '{"city": "Vienna"\n "days": 3}', weather],
  ["a second time as a text", JSON.stringify(JSON.stringify(weather)), weather],
  ["a second time, and broken", JSON.stringify("{'city': 'Vienna', 'days': 3,}"), weather],
  ["in a list", '[{"city": "Vienna", "days": 3}]', weather],
  ["line comments", '{"city": "Vienna", // the capital\n "days": 3}', weather],
  ["block comments", '{/* where */"city": "Vienna", "days": /* how long */ 3}', weather],
  ["Python comments", "{'city': 'Vienna', # the capital\n 'days': 3}", weather],
  ["line breaks in a text", '{"text": "one\ntwo\tthree", "n": 1}', { text: "one\ntwo\tthree", n: 1 }],
  ["a path of Windows", '{"path": "C:\\Users\\me\\notes.md"}', { path: "C:\\Users\\me\notes.md" }],
  ["a pattern", '{"pattern": "\\d+\\.md$"}', { pattern: "\\d+\\.md$" }],
  ["a backslash at the end of a text", '{"path": "C:\\\\", "n": 1,}', { path: "C:\\", n: 1 }],
  ["an escape without its digits", '{"text": "\\u12 and \\u00e9",}', { text: "\\u12 and é" }],
  ["three quotes", '{"code": """print("hi")\nexit""", "n": 1}', { code: 'print("hi")\nexit', n: 1 }],
  ["a fence inside of a text", '{"text": "use ```js\\nx``` here",}', { text: "use ```js\nx``` here" }],
  ["an extra bracket at the end", '{"city": "Vienna", "days": 3}}', weather],
  ["nested objects of all that", "{a: {'b': [1, {c: True,},],}, d: 'e'", { a: { b: [1, { c: true }] }, d: "e" }],
];

describe("parseArguments", () => {
  it.each(broken)("%s", (_what, text, value) => expect(parseArguments(text)).toEqual(value));

  it.each(["hello", "I do not know.", "42 is the answer", "weather(city)"])("makes nothing of %s", (text) =>
    expect(parseArguments(text)).toBeUndefined(),
  );

  it("leaves everything that is JSON as it is", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 4 })), (value) => {
        const text = JSON.stringify(value);
        expect(parseArguments(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it("gets back what a model wrote with a comma too many, or as Python", () => {
    const word = fc.string({ unit: fc.constantFrom(...Array.from("abcäß日 0.-_/\\n")) });
    const value = fc.dictionary(
      fc.string({ unit: fc.constantFrom(...Array.from("abc_")), minLength: 1 }),
      fc.oneof(word, fc.integer(), fc.boolean(), fc.array(word)),
    );
    fc.assert(
      fc.property(value, (meant) => {
        const json = JSON.stringify(meant);
        expect(parseArguments(`${json.slice(0, -1)},}`)).toEqual(meant);
        const python = json.replaceAll('"', "'").replaceAll("true", "True").replaceAll("false", "False");
        expect(parseArguments(python)).toEqual(meant);
      }),
    );
  });

  it("never throws and never hangs, whatever it is given", () => {
    const sign = fc.constantFrom(...Array.from("{}[]\"'`:,=\\/*# \nabcTrue0.-“”```u"));
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 60 }), (text) => {
        parseArguments(text);
        parseArguments(`{${text}`);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ["brackets that open and open", "[".repeat(400_000)],
    ["objects that open and open", '{"a":'.repeat(200_000)],
    ["right JSON, but deep", `{"a":${"[".repeat(200)}${"]".repeat(200)}}`],
  ])("refuses %s", (_what, text) => expect(parseArguments(text)).toBeUndefined());

  it.each([
    ["white space", `{'a': 'b'${" ".repeat(400_000)}x`],
    ["line breaks", `{'a': 'b'${"\n".repeat(400_000)}x`],
    ["quotes", `{'a': ${"'".repeat(400_000)}`],
    ["quotes and spaces", `{'a': '${"x' ".repeat(200_000)}`],
    ["bare words", `{a: ${"word ".repeat(150_000)}`],
    ["bare words and spaces", `{a: b${" ".repeat(400_000)}c, d: 1}`],
    ["slashes", `{a: ${"/*".repeat(300_000)}`],
    ["fences", "```".repeat(200_000)],
    ["commas", `{${",".repeat(500_000)}}`],
    ["backslashes", `{'a': '${"\\".repeat(500_000)}`],
  ])("reads half a megabyte of %s in one pass", (_what, text) => {
    // A second look at what was read would take minutes.
    expect(() => parseArguments(text)).not.toThrow();
  });
});
