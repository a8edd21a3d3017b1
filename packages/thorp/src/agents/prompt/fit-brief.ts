/**
 * Makes a brief fit a model's real window: what helps least goes first, the task itself never.
 *
 * Order: old history, known passages, long tool results, long inputs, file columns, notes, arguments and turns of tool
 * calls, reasons, the request where a task stands beside it, what the team is told of each other, files, results.
 * Everything that was shortened is named, and the text says how much is
 * missing. Inputs keep their place: citations count them.
 */
import type { Json } from "../../base/json.ts";
import type { Brief } from "../../models/brief.ts";

/** The brief as it fits; `trimmed` says in words what was shortened. */
export interface FittedBrief {
  readonly brief: Brief;
  readonly trimmed: readonly string[];
}

/**
 * `size` gives the tokens of the prompt that a brief becomes. The result fits, or is the least that can be made of
 * this brief.
 */
export function fitBrief(brief: Brief, limit: number, size: (brief: Brief) => number): FittedBrief {
  let fitted = brief;
  let now = size(brief);
  const trimmed: string[] = [];
  for (const remedy of remedies) {
    if (now <= limit) break;
    const next = remedy.apply(fitted, (candidate) => size(candidate) <= limit);
    const after = size(next);
    // What a prompt does not show cannot make it shorter.
    if (after >= now) continue;
    trimmed.push(remedy.name);
    fitted = next;
    now = after;
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
  // Whoever knows them can search for them.
  { name: "known passages left out", apply: ({ known: _known, ...brief }) => brief },
  {
    name: "tool results shortened",
    apply: shortened((brief, longest) => ({
      ...brief,
      toolCalls: brief.toolCalls.map((call) => ({ ...call, text: cut(call.text, longest) })),
    })),
  },
  {
    name: "results shortened",
    apply: shortened((brief, longest) => ({
      ...brief,
      inputs: brief.inputs.map((input) => ({ ...input, text: cut(input.text, longest, input.id) })),
    })),
  },
  {
    name: "columns of files left out",
    apply: (brief) => ({ ...brief, files: brief.files.map(({ columns: _columns, ...file }) => file) }),
  },
  {
    name: "notes left out",
    apply: (brief) => ({ ...brief, learned: brief.learned.slice(-1), files: brief.files.slice(0, 10) }),
  },
  {
    // A picture takes the room of a page: the file stays named, and the note says that it was not shown.
    name: "pictures left out",
    apply: (brief) => ({ ...brief, files: brief.files.map(({ blob: _blob, ...file }) => file) }),
  },
  { name: "all history left out", apply: (brief) => ({ ...brief, history: [] }) },
  {
    name: "arguments of tool calls shortened",
    apply: shortened((brief, longest) => ({
      ...brief,
      toolCalls: brief.toolCalls.map((call) => ({ ...call, input: cutStrings(call.input, longest) })),
    })),
  },
  { name: "older tool calls left out", apply: dropTurns },
  {
    name: "reasons and goals shortened",
    apply: shortened((brief, longest) => ({
      ...brief,
      learned: brief.learned.map((note) => cut(note, longest)),
      missing: brief.missing.map((part) => ({
        ...part,
        goal: cut(part.goal, longest),
        reason: cut(part.reason, longest),
      })),
      inputs: brief.inputs.map((input) => ({
        ...input,
        goal: cut(input.goal, longest),
        artifacts: input.artifacts.slice(0, 3),
      })),
    })),
  },
  {
    name: "request shortened",
    apply: shortened((brief, longest) => ({ ...brief, request: cut(brief.request, Math.max(longest, LEAST_REQUEST)) })),
  },
  {
    name: "descriptions of the team shortened",
    apply: shortened((brief, longest) => ({
      ...brief,
      delegates: brief.delegates.map((delegate) => ({ ...delegate, description: clip(delegate.description, longest) })),
    })),
  },
  { name: "files left out", apply: (brief) => ({ ...brief, files: [] }) },
  {
    name: "results only named",
    apply: (brief) => ({
      ...brief,
      inputs: brief.inputs.map((input) => ({
        ...input,
        goal: clip(input.goal, 30),
        text: cut(input.text, 0, input.id),
        artifacts: [],
      })),
    }),
  },
  {
    name: "reasons left out",
    apply: (brief) => ({
      ...brief,
      learned: brief.learned.slice(-1),
      missing: brief.missing.map((part) => ({ ...part, reason: "" })),
    }),
  },
];

/** Without a task the request is the goal, and its beginning stays. Characters. */
const LEAST_REQUEST = 120;
const LENGTHS = [8000, 4000, 2000, 1000, 500, 250, 120, 40];

/** Keeps the newest messages; the first one stays too when it is a summary of what came before. */
function dropHistory(brief: Brief, fits: (brief: Brief) => boolean): Brief {
  let history = brief.history;
  const newest = { ...brief, history: history.slice(-2) };
  if (history.length > 2 && !fits(newest)) return newest;
  while (history.length > 2) {
    const candidate = { ...brief, history };
    if (fits(candidate)) return candidate;
    const summary = history[0]?.role === "team" ? history.slice(0, 1) : [];
    history = [...summary, ...history.slice(summary.length + 2)];
  }
  return { ...brief, history };
}

/** Whole turns go, the oldest first: a call without its result is refused by strict providers. */
function dropTurns(brief: Brief, fits: (brief: Brief) => boolean): Brief {
  let { toolCalls } = brief;
  for (;;) {
    const candidate = { ...brief, toolCalls };
    const oldest = toolCalls[0]?.turn;
    const rest = toolCalls.filter((call) => call.turn !== oldest);
    if (rest.length === 0 || fits(candidate)) return candidate;
    toolCalls = rest;
  }
}

function shortened(at: (brief: Brief, longest: number) => Brief): Remedy["apply"] {
  return (brief, fits) => {
    const least = at(brief, LENGTHS.at(-1) ?? 0);
    // To measure a long prompt takes a while: where the least is too long, nothing between need be tried.
    if (!fits(least)) return least;
    return (
      LENGTHS.slice(0, -1)
        .map((longest) => at(brief, longest))
        .find(fits) ?? least
    );
  };
}

/** `id`: where the rest can be read. */
function cut(text: string, longest: number, id?: string): string {
  const note = (left: number) => ` [… ${left} more characters${id === undefined ? "" : ` in ${id}`}]`;
  if (text.length <= longest + note(text.length).length) return text;
  // Half of a surrogate pair is not a character that every server takes.
  const end = /[\uD800-\uDBFF]/.test(text[longest - 1] ?? "") ? longest - 1 : longest;
  return `${text.slice(0, end)}${note(text.length - end)}`;
}

/** Without a note of what is missing: nobody could read it up. */
function clip(text: string, longest: number): string {
  const end = /[\uD800-\uDBFF]/.test(text[longest - 1] ?? "") ? longest - 1 : longest;
  return text.length <= longest ? text : `${text.slice(0, end)}…`;
}

function cutStrings(value: Json, longest: number): Json {
  if (typeof value === "string") return cut(value, longest);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((inner: Json) => cutStrings(inner, longest));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cutStrings(inner, longest)]));
}
