/** Conditions on number columns: "over 500", "between 10 and 20", "below reorder level", "out of stock". */
import { mentionAt, type Question, tokenIndexAt } from "./question.ts";
import { defaultMeasure, isIdentifier, quoted, type TableColumn } from "./table-view.ts";
import type { ValueFilter } from "./value-filters.ts";

const comparisons: readonly (readonly [RegExp, string])[] = [
  [/\b(?:at least|no less than|minimum of|from|>=|not under|not below)$/, ">="],
  [/\b(?:at most|no more than|maximum of|up to|<=|not over|not above)$/, "<="],
  [
    /(?:\b(?:more than|over|above|greater than|larger than|higher than|bigger than|exceeding|exceeds?|exceeded|beyond|older than|longer than|better than)|>)$/,
    ">",
  ],
  [
    /(?:\b(?:less than|under|below|fewer than|lower than|smaller than|younger than|shorter than|cheaper than|worse than)|<)$/,
    "<",
  ],
  [/\b(?:exactly|equal to|equals|=|is)$/, "="],
];

/** "over 500", "between 10 and 20", "below reorder level". */
export function numberFilters(question: Question, ignore: ReadonlySet<number> = new Set()): readonly ValueFilter[] {
  const filters: ValueFilter[] = [];
  const { tokens, words } = question;
  for (let at = 1; at < tokens.length; at++) {
    if (ignore.has(at)) continue;
    const head = words
      .slice(Math.max(0, at - 4), at)
      .filter((word) => !/^[$€£]$/.test(word))
      .join(" ");
    const operator = comparisons.find(([form]) => form.test(head))?.[1];
    const other = mentionAt(question, at);
    if (tokens[at]?.kind === "number") {
      const range = /\bbetween$/.test(head) && words[at + 1] === "and" && tokens[at + 2]?.kind === "number";
      if (operator === undefined && !range) continue;
      const column = comparedColumn(question, at, operator === "=");
      if (column === undefined) continue;
      const name = quoted(column.name);
      const sql = range ? `${name} BETWEEN ${words[at]} AND ${words[at + 2]}` : `${name} ${operator} ${words[at]}`;
      filters.push({ sql, column, values: 2, used: range ? [at, at + 1, at + 2] : [at] });
    } else if (operator !== undefined && operator !== "=" && other?.column.type === "number" && other.strength >= 0.9) {
      // A column against a column: "items below reorder level".
      const left =
        question.mentions.filter((mention) => mention.end <= at && mention.column.type === "number").at(-1)?.column ??
        question.table.columns.find(
          (column) => column.type === "number" && column !== other.column && !isIdentifier(column),
        );
      if (left !== undefined && left !== other.column)
        filters.push({
          sql: `${quoted(left.name)} ${operator} ${quoted(other.column.name)}`,
          column: left,
          values: 2,
          used: [at],
        });
    }
  }
  return filters;
}

const people =
  /^(?:respondents?|people|persons?|employees|customers|students|those|anyone|adults|everyone|members|staff|users|participants|men|women|aged)$/;

// The number column named last before the comparison, else right behind the number, else the usual measure.
function comparedColumn(question: Question, at: number, strict: boolean): TableColumn | undefined {
  const numeric = question.mentions.filter(
    (mention) => mention.column.type === "number" && !isIdentifier(mention.column),
  );
  const age = question.table.columns.find((column) => column.type === "number" && column.stems.includes("age"));
  const head = question.words.slice(Math.max(0, at - 5), at);
  if (age !== undefined && (head.some((word) => people.test(word)) || /\b(?:older|younger) than$/.test(head.join(" "))))
    return age;
  const behind = numeric.find((mention) => mention.start >= at && mention.start <= at + 2);
  if (behind !== undefined && behind.strength >= 0.5) return behind.column;
  const ahead = numeric.filter((mention) => mention.end <= at).at(-1);
  if (ahead !== undefined) return ahead.column;
  if (strict) return undefined;
  return numeric[0]?.column ?? (tokenIndexAt(question.words, 0) === 0 ? defaultMeasure(question.table) : undefined);
}

/** "out of stock", "without a comment": states that are no value of any column. */
export function stockFilters(question: Question): readonly ValueFilter[] {
  const { text, table } = question;
  const pieces = table.columns.find(
    (column) => column.type === "number" && /^(?:quantity|qty|stock|units?)/i.test(column.name),
  );
  if (pieces !== undefined && /\b(?:out of stock|sold out|not in stock|none left)\b/.test(text))
    return [{ sql: `${quoted(pieces.name)} = 0`, column: pieces, values: 1, used: [] }];
  if (pieces !== undefined && /\b(?:in stock|available)\b/.test(text))
    return [{ sql: `${quoted(pieces.name)} > 0`, column: pieces, values: 2, used: [] }];
  const empty = /\b(?:missing|empty|blank|without (?:an? )?|no )\s?$/;
  return question.mentions.flatMap((mention) => {
    const head = question.words.slice(Math.max(0, mention.start - 2), mention.start).join(" ");
    return mention.strength >= 0.9 && empty.test(`${head} `.trimEnd())
      ? [
          {
            sql: `(${quoted(mention.column.name)} IS NULL OR ${quoted(mention.column.name)} = '')`,
            column: mention.column,
            values: 1,
            used: [],
          },
        ]
      : [];
  });
}
