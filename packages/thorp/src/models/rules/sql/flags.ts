/** Columns that say yes or no, and where a question uses one as a condition: "express orders", "tasks that are open". */
import { type Mention, quoted, type TableColumn } from "./table-view.ts";

/** A column of yes and no that is used as a condition. */
export interface Flag {
  readonly column: TableColumn;
  /** The token that names it. */
  readonly at: number;
  readonly end: number;
}

const pairs = [new Set(["0", "1"]), new Set(["true", "false"]), new Set(["yes", "no"]), new Set(["y", "n"])];
const counted =
  /units?|quantity|qty|count|number|amount|total|price|cost|revenue|sales|stock|score|rating|points|hours|days|age$|level/i;
const linking =
  /^(?:is|are|was|were|be|being|been|that|with|without|not|only|still|already|currently|isn't|aren't|wasn't|weren't)$/;
const splitting = /^(?:by|per|different|distinct|unique|column)$/;
const behindNoun =
  /^(?:a|an|and|or|the|in|of|for|from|to|by|per|with|on|at|is|are|was|were|column|columns|value|values|than|times|over|under|above|below|as|do|did|does|has|have)$/;

/** The mentions that are conditions rather than names of a column. */
export function flagsIn(words: readonly string[], mentions: readonly Mention[]): readonly Flag[] {
  const flags: Flag[] = [];
  // From the back, so that "open and express tasks" sees that the second is one.
  for (const mention of [...mentions].reverse()) {
    const { column, start, end, strength } = mention;
    if (strength < 0.9 || !isFlag(column) || splitting.test(words[start - 1] ?? "")) continue;
    const next = words[end] ?? "";
    const beforeNoun = /^\p{L}/u.test(next) && !behindNoun.test(next);
    const beforeFlag = /^(?:and|or|,)$/.test(next) && flags.some((flag) => flag.at === end + 1);
    if (beforeNoun || beforeFlag || linking.test(words[start - 1] ?? "")) flags.unshift({ column, at: start, end });
  }
  return flags;
}

/** A condition on a flag however it is kept: as 1, as true or as yes. */
export function flagSql(column: TableColumn, isSet: boolean): string {
  const name = quoted(column.name);
  if (column.type === "number") return `${name} = ${isSet ? 1 : 0}`;
  return `lower(${name}) IN (${isSet ? "'1', 'true', 'yes', 'y'" : "'0', 'false', 'no', 'n'"})`;
}

/** True for a column of which only yes and no, in some spelling, are known. */
export function isFlag({ name, type, examples }: TableColumn): boolean {
  // Pieces and money of a small table may happen to be 0 and 1.
  if (type === "number" && counted.test(name)) return false;
  const values = new Set(examples.map((example) => example.toLowerCase()));
  // A column of numbers that happens to begin with ones is no flag: both must be seen.
  return pairs.some(
    (pair) => values.size > 0 && [...values].every((value) => pair.has(value)) && (values.size === 2 || !pair.has("0")),
  );
}
