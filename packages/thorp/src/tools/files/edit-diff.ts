/** A change as a person reads it: lines that go begin with `-`, lines that come with `+`, lines around them with a space. */

const MOST_LINES = 60;
const LONGEST_LINE = 200;
/** Lines around a change that stay. */
const AROUND = 2;
/** Pairs of lines that are compared at most: a few milliseconds. Beyond that everything goes and comes. */
const MOST_PAIRS = 1_000_000;

interface SignedLine {
  readonly sign: "-" | "+" | " ";
  readonly line: string;
}

/** What turns one text into the other; empty where they are the same. What is too long is cut, and says so. */
export function editDiff(before: string, after: string): string {
  const lines = nearChanges(changeOf(linesOf(before), linesOf(after)));
  const shown = lines.slice(0, MOST_LINES);
  const rest = lines.length - shown.length;
  return [...shown, ...(rest > 0 ? [`… and ${rest} more lines`] : [])].join("\n");
}

function linesOf(text: string): readonly string[] {
  return text === "" ? [] : (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}

function changeOf(before: readonly string[], after: readonly string[]): readonly SignedLine[] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return [
    ...signed(" ", before.slice(0, head)),
    ...changeInside(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...signed(" ", before.slice(before.length - tail)),
  ];
}

/** Along a longest common subsequence of lines; what goes stands before what comes. */
function changeInside(before: readonly string[], after: readonly string[]): readonly SignedLine[] {
  if (before.length * after.length > MOST_PAIRS) return [...signed("-", before), ...signed("+", after)];
  const width = after.length + 1;
  const common = commonLengths(before, after);
  const lines: SignedLine[] = [];
  let old = 0;
  let now = 0;
  while (old < before.length && now < after.length) {
    if (before[old] === after[now]) {
      lines.push({ sign: " ", line: before[old++] ?? "" });
      now++;
    } else if ((common[(old + 1) * width + now] ?? 0) >= (common[old * width + now + 1] ?? 0)) {
      lines.push({ sign: "-", line: before[old++] ?? "" });
    } else {
      lines.push({ sign: "+", line: after[now++] ?? "" });
    }
  }
  return [...lines, ...signed("-", before.slice(old)), ...signed("+", after.slice(now))];
}

/** At `old * width + now`: how many lines the rests from there have in common. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let old = before.length - 1; old >= 0; old--) {
    for (let now = after.length - 1; now >= 0; now--) {
      const below = (old + 1) * width + now;
      lengths[old * width + now] =
        before[old] === after[now]
          ? (lengths[below + 1] ?? 0) + 1
          : Math.max(lengths[below] ?? 0, lengths[old * width + now + 1] ?? 0);
    }
  }
  return lengths;
}

/** Changed lines with a few around them; longer stretches that stay become one sign. */
function nearChanges(lines: readonly SignedLine[]): readonly string[] {
  const near = new Uint8Array(lines.length);
  for (const [at, { sign }] of lines.entries()) {
    if (sign !== " ") near.fill(1, Math.max(0, at - AROUND), at + AROUND + 1);
  }
  if (!near.includes(1)) return [];
  return lines.flatMap(({ sign, line }, at) => {
    if (near[at] === 1) return [`${sign} ${line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line}`];
    return at === 0 || near[at - 1] === 1 ? ["…"] : [];
  });
}

function signed(sign: SignedLine["sign"], lines: readonly string[]): readonly SignedLine[] {
  return lines.map((line) => ({ sign, line }));
}
