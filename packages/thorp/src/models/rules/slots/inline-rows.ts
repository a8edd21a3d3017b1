/** Rows given in the words themselves: "apples 3, pears 5", "Mon: 4; Tue: 7", "host=localhost, port=8080". */
import type { Json } from "../../../base/json.ts";

type Row = { readonly [name: string]: Json };

/** Empty when the words hold no list of at least two pairs. */
export function inlineRows(goal: string): readonly Row[] {
  const names = columnNames(goal.replace(/\b\w+-column\b/gi, ""));
  const text = goal
    .replace(/\bwith (?:the )?columns? .+$/i, "")
    .replace(/\b(?:\d+|two|three|four|five)[- ]column\b/gi, "");
  const pairs = equalPairs(text) ?? listedPairs(text);
  if (pairs.length < 2) return [];
  const [first = "name", second = "value"] = names;
  return pairs.map(([name, value]) => ({ [first]: name, [second]: value }));
}

/** "with the columns name and age", or a head before the first semicolon: "item, price; tea 2.50; …". */
function columnNames(goal: string): readonly string[] {
  const listed =
    /\bcolumns? (?:called |named |are |:)?(.+?)[.]?$/i.exec(goal)?.[1] ??
    /: *([a-z][\w ]*, *[a-z][\w ]*);/i.exec(goal)?.[1];
  if (listed === undefined || /\d/.test(listed)) return [];
  return listed
    .split(/,| and /)
    .map((name) => name.trim())
    .filter((name) => name !== "" && name.length < 30);
}

function equalPairs(text: string): readonly (readonly [string, Json])[] | undefined {
  const pairs = [...text.matchAll(/([\w.-]+) ?= ?("[^"]*"|[^\s,;]+)/g)].map(
    ([, name = "", value = ""]) => [name, cell(value)] as const,
  );
  return pairs.length >= 2 ? pairs : undefined;
}

function listedPairs(text: string): readonly (readonly [string, Json])[] {
  const behind =
    /:\s*(.+)$/s.exec(text)?.[1] ?? text.replace(/^.*?\b(?:with|of|from|put|for|showing|numbers?|values?)\b/i, "");
  return behind.split(/[,;\n]| and /).flatMap((part) => {
    const found =
      /^\s*(?:[-*•]\s*)?(?:the )?([\p{L}][\p{L}\d .'’/&-]*?)\s*(?::|=|-|–|is|are|has|,)?\s+[$€£]?(-?\d+(?:\.\d+)?)\s*(?:%|[\p{L}]{0,3})?(?:\s+(?:in|into|as) .*)?[.]?\s*$/u.exec(
        part,
      );
    return found === null ? [] : [[(found[1] ?? "").trim(), Number(found[2])] as const];
  });
}

function cell(value: string): Json {
  const plain = value.replace(/^"|"$/g, "");
  return plain !== "" && !Number.isNaN(Number(plain)) ? Number(plain) : plain;
}
