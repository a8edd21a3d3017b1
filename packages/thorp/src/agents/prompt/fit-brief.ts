/**
 * Makes a brief fit a model's real window: what helps least goes first, the task itself never.
 *
 * Order: old history, long tool results, long inputs, file columns, notes. Everything that was shortened is named, and
 * the reader is told where the rest can be read.
 */
import type { Brief } from "../../models/brief.ts";

export interface FittedBrief {
  readonly brief: Brief;
  readonly trimmed: readonly string[];
}

/** `size` gives the tokens of the prompt that a brief becomes. */
export function fitBrief(brief: Brief, limit: number, size: (brief: Brief) => number): FittedBrief {
  if (size(brief) <= limit) return { brief, trimmed: [] };
  const trimmed: string[] = [];
  let fitted = brief;
  for (const remedy of remedies) {
    const next = remedy.apply(fitted, (candidate) => size(candidate) <= limit);
    if (next !== fitted) trimmed.push(remedy.name);
    fitted = next;
    if (size(fitted) <= limit) break;
  }
  return { brief: fitted, trimmed };
}

interface Remedy {
  readonly name: string;
  /** Gives up no more than it must: stops as soon as `fits` holds. */
  readonly apply: (brief: Brief, fits: (brief: Brief) => boolean) => Brief;
}

const remedies: readonly Remedy[] = [
  { name: "older messages left out", apply: dropHistory },
  {
    name: "tool results shortened",
    apply: (brief, fits) =>
      shorten(
        fits,
        (longest) => ({
          ...brief,
          toolCalls: brief.toolCalls.map((call) => ({ ...call, text: cut(call.text, longest, call.id) })),
        }),
        brief,
      ),
  },
  {
    name: "results shortened",
    apply: (brief, fits) =>
      shorten(
        fits,
        (longest) => ({
          ...brief,
          inputs: brief.inputs.map((input) => ({ ...input, text: cut(input.text, longest, input.id) })),
        }),
        brief,
      ),
  },
  {
    name: "columns of files left out",
    apply: (brief) => ({ ...brief, files: brief.files.map(({ columns: _columns, ...file }) => file) }),
  },
  {
    name: "notes left out",
    apply: (brief) => ({ ...brief, learned: brief.learned.slice(-1), files: brief.files.slice(0, 10) }),
  },
  { name: "all history left out", apply: (brief) => ({ ...brief, history: [] }) },
  {
    name: "request shortened",
    apply: (brief, fits) =>
      shorten(fits, (longest) => ({ ...brief, request: cut(brief.request, longest, "the request") }), brief),
  },
];

/** Keeps the newest messages; the first one stays too when it is a summary of what came before. */
function dropHistory(brief: Brief, fits: (brief: Brief) => boolean): Brief {
  let history = brief.history;
  while (history.length > 2) {
    const candidate = { ...brief, history };
    if (fits(candidate)) return candidate;
    const summary = history[0]?.role === "team" ? history.slice(0, 1) : [];
    history = [...summary, ...history.slice(summary.length + 2)];
  }
  return { ...brief, history };
}

function shorten(fits: (brief: Brief) => boolean, at: (longest: number) => Brief, whole: Brief): Brief {
  for (const longest of [8000, 4000, 2000, 1000, 500, 250]) {
    const candidate = at(longest);
    if (fits(candidate)) return candidate;
  }
  return at(120) ?? whole;
}

function cut(text: string, longest: number, id: string): string {
  return text.length <= longest
    ? text
    : `${text.slice(0, longest)} [… ${text.length - longest} more characters in ${id}]`;
}
