/** "most", "top 5", "the coldest day", "sorted from high to low": order, direction and how many. */
import { numberFromWord } from "../text/numbers.ts";
import { stem } from "../text/stem.ts";
import { columnWords } from "./column-words.ts";
import { mentionAt, type Question } from "./question.ts";
import { dateColumn, isIdentifier, type TableColumn } from "./table-view.ts";

/** An order that is asked for. */
export interface Ranking {
  readonly down: boolean;
  /** Undefined for all: "sorted by", "rank the departments". */
  readonly limit?: number;
  /** The column that the word itself means: "coldest" is a temperature. */
  readonly column?: TableColumn;
  /** "hottest temperature": the extreme value itself is asked for, not what has it. */
  readonly ofItself?: boolean;
  /** True for "sorted by": the rows stay, only their order is asked for. */
  readonly sorts: boolean;
}

/** Words for the upper end. */
export const largest =
  /^(?:most|highest|largest|biggest|greatest|best|top|max|maximum|top-selling|best-selling|bestselling|richest|busiest)$/;
/** Words for the lower end. */
export const smallest =
  /^(?:least|lowest|smallest|fewest|worst|bottom|min|minimum|weakest|worst-selling|poorest|slowest)$/;
/** Adjectives that name their column: its meaning words, and whether much of it is meant. `late`: a date, turned round. */
const adjectives: Readonly<Record<string, readonly [meaning: string, down: boolean]>> = {
  expensive: ["price cost", true],
  cheapest: ["price cost", false],
  priciest: ["price cost", true],
  hottest: ["temperature temp", true],
  warmest: ["temperature temp", true],
  coldest: ["temperature temp", false],
  coolest: ["temperature temp", false],
  wettest: ["rain", true],
  rainiest: ["rain", true],
  driest: ["rain", false],
  windiest: ["wind", true],
  calmest: ["wind", false],
  oldest: ["age", true],
  youngest: ["age", false],
  newest: ["date start", true],
  latest: ["date", true],
  earliest: ["date start", false],
  recent: ["date start", true],
  recently: ["date start", true],
  "longest-serving": ["start date joined", false],
  longest: ["duration length", true],
  shortest: ["duration length", false],
  tallest: ["height", true],
  heaviest: ["weight", true],
  lightest: ["weight", false],
  paid: ["salary", true],
  happiest: ["satisfaction", true],
  strongest: ["score", true],
};

/** Undefined when the question asks for no order. */
export function rankingOf(question: Question): Ranking | undefined {
  const { words, text } = question;
  const sorted = sortOf(question);
  if (sorted !== undefined) return sorted;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const adjective = adjectives[word];
    const meant =
      adjective === undefined || (word === "paid" && !/^(?:best|highest|top|worst|lowest)$/.test(words[at - 1] ?? ""))
        ? undefined
        : meantColumn(question, adjective[0]);
    if (adjective !== undefined && meant !== undefined) {
      const turned =
        /^(?:least|less)$/.test(words[at - 1] ?? "") ||
        (word === "paid" && /^(?:worst|lowest)$/.test(words[at - 1] ?? ""));
      // The oldest person has the earliest date; the oldest entry too.
      const down = meant.type === "date" && /^(?:oldest|youngest)$/.test(word) ? word === "youngest" : adjective[1];
      const ofItself =
        meant.type === "number" &&
        mentionAt(question, at + 1)?.column === meant &&
        !/\b(?:which|who|whose|day|when|where)\b/.test(text);
      return { down: turned ? !down : down, ofItself, limit: howMany(question, at), column: meant, sorts: false };
    }
    if (word === "oldest" || word === "youngest") {
      const date = dateColumn(question.table);
      if (date !== undefined)
        return { down: word === "youngest", limit: howMany(question, at), column: date, sorts: false };
    }
    if (!largest.test(word) && !smallest.test(word)) continue;
    // "most expensive", "best paid": the next word says of what.
    const next = words[at + 1] ?? "";
    if (adjectives[next] !== undefined && meantColumn(question, adjectives[next][0]) !== undefined) continue;
    if (/^(?:at)$/.test(words[at - 1] ?? "") || (word === "most" && words[at + 1] === "of")) continue;
    return { down: largest.test(word), limit: howMany(question, at), sorts: false };
  }
  const edge = /\b(first|last) (\d+|one|two|three|four|five|ten)\b/.exec(text);
  if (edge !== null) {
    const limit = numberFromWord(edge[2] ?? "") ?? Number(edge[2]);
    const date = dateColumn(question.table);
    return { down: edge[1] === "last", limit, sorts: false, ...(date === undefined ? {} : { column: date }) };
  }
  return undefined;
}

function sortOf(question: Question): Ranking | undefined {
  const { text } = question;
  const found =
    /\b(?:sort|sorted|order|ordered|rank|ranked|ranking)(?: \w+){0,3}? (?:by|from|in|of)\b|\b(?:rank|sort)\b|\b(?:ascending|descending|alphabetical(?:ly)?|high to low|low to high|largest first|smallest first|highest first)\b/.exec(
      text,
    );
  if (found === null) return undefined;
  const up =
    /\b(?:ascending|low to high|lowest to highest|smallest first|cheapest first|oldest first|alphabetical(?:ly)?|small to large|a to z)\b/.test(
      text,
    );
  const by =
    /\b(?:sort|sorted|order|ordered|rank|ranked)(?: \w+){0,3}? by (?:the )?(?:average |total |mean |number of )?(\w+)/.exec(
      text,
    )?.[1];
  const column =
    by === undefined
      ? undefined
      : question.mentions.find((mention) => question.words.slice(mention.start, mention.end).includes(by))?.column;
  const limit = /\btop\b/.test(text) ? howMany(question, question.words.indexOf("top")) : undefined;
  return {
    down: !up && column?.type !== "text",
    sorts: true,
    ...(column === undefined ? {} : { column }),
    ...(limit === undefined ? {} : { limit }),
  };
}

/** "top 5", "the five highest", "three newest": one where no number stands beside the word and the noun is singular. */
function howMany(question: Question, at: number): number {
  const { words } = question;
  for (const index of [at + 1, at - 1, at - 2, at - 3]) {
    const value =
      numberFromWord(words[index] ?? "") ?? (/^\d{1,4}$/.test(words[index] ?? "") ? Number(words[index]) : undefined);
    if (value !== undefined && value > 0 && value < 1000) return value;
  }
  // "the best products" without a number: more than one, not all.
  const noun = words
    .slice(at + 1, at + 4)
    .find((word, offset) => mentionAt(question, at + 1 + offset) !== undefined && word.length > 3);
  const plural = noun?.endsWith("s") === true && !noun.endsWith("ss") && !/^(?:sales|is|was|does)$/.test(noun);
  return plural && words[at] === "top" ? 10 : 1;
}

function meantColumn({ table }: Question, meaning: string): TableColumn | undefined {
  const words = meaning.split(" ").map(stem);
  for (const word of words) {
    const named = table.columns.find((column) => column.stems.includes(word) && !isIdentifier(column));
    if (named !== undefined) return named;
  }
  return table.columns.find(
    (column) =>
      column.type !== "text" && words.some((word) => columnWords(column.name).alike.has(word)) && !isIdentifier(column),
  );
}
