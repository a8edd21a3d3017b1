/** A change as a person reads it: lines that go begin with `-`, lines that come with `+`. */

const MOST_LINES = 60;
const LONGEST_LINE = 200;

/** From the arguments of a call alone; what is too long is cut, and says so. */
export function editDiff(before: string, after: string): string {
  const lines = [...signed("-", before), ...signed("+", after)];
  const shown = lines.slice(0, MOST_LINES);
  const rest = lines.length - shown.length;
  return [...shown, ...(rest > 0 ? [`… and ${rest} more lines`] : [])].join("\n");
}

function signed(sign: string, text: string): readonly string[] {
  if (text === "") return [];
  const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
  return lines.map((line) => `${sign} ${line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line}`);
}
