/** Notices a text that repeats itself without end, while it streams. */

/** Of one stream. */
export interface RepetitionWatch {
  /** Where the repetition began, in characters of the whole text, once it is beyond doubt. */
  push(delta: string): number | undefined;
}

/** Looked at in pieces of so many characters. */
const EVERY = 512;
const WINDOW = 12_000;
/** The end of the text that is looked for before itself. */
const PROBE = 64;

/** Repeats that nobody means. Rows of dashes, tables and refrains stay below. */
function repeatsNeeded(period: number): number {
  if (period < 4) return 3000 / period;
  if (period < 40) return 30;
  if (period < 200) return 12;
  return 6;
}

/** Keeps the last 12,000 characters; looks at them every 512. */
export function createRepetitionWatch(): RepetitionWatch {
  let window = "";
  let length = 0;
  let unseen = "";
  return {
    push(delta) {
      length += delta.length;
      unseen += delta;
      if (unseen.length < EVERY) return undefined;
      window = (window + unseen).slice(-WINDOW);
      unseen = "";
      const repeated = repeatedEnd(window);
      return repeated === undefined ? undefined : length - repeated;
    },
  };
}

/** How many characters at the end are one phrase over and over; without its first time. Undefined when few. */
function repeatedEnd(text: string): number | undefined {
  const probe = text.slice(-PROBE);
  const before = text.lastIndexOf(probe, text.length - PROBE - 1);
  if (before < 0) return undefined;
  const period = text.length - PROBE - before;
  // Space alone is what a model pads tables with.
  if (text.slice(-period).trim() === "" && period < 4) return undefined;
  let start = text.length - period;
  while (start > 0 && text[start - 1] === text[start - 1 + period]) start--;
  const repeated = text.length - start;
  const times = repeated / period;
  return times >= repeatsNeeded(period) && repeated >= 1200 ? repeated - period : undefined;
}
