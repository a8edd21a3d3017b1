/**
 * What a call would change in a file, read off its arguments. Pure; shapes are those of our own `write_file` and of the
 * usual servers of tools. Whatever is no change of a file stays arguments.
 */
import type { Json } from "../story/story.ts";

export interface FileChange {
  readonly path: string;
  /** create: there is no such file yet. replace: nothing of what it holds stays. append: at its end. edit: in its middle. */
  readonly kind: "create" | "replace" | "append" | "edit";
  readonly hunks: readonly Hunk[];
  /** The other arguments. */
  readonly rest: Readonly<Record<string, Json>>;
}

export interface Hunk {
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

const pathNames = ["path", "file", "file_path", "filePath"];
const wholeNames = ["text", "content", "contents"];
const pairNames = [
  ["oldText", "newText"],
  ["old_string", "new_string"],
  ["old_str", "new_str"],
  ["find", "replace"],
] as const;

export function fileChangeFrom(input: Json | undefined): FileChange | undefined {
  if (!isObject(input)) return undefined;
  const path = firstText(input, pathNames);
  if (path === undefined) return undefined;
  const edits = hunksIn(input);
  if (edits !== undefined)
    return { path: path.text, kind: "edit", hunks: edits.hunks, rest: without(input, [path.name, ...edits.names]) };
  const whole = firstText(input, wholeNames);
  if (whole === undefined) return undefined;
  const { mode } = input;
  const kind = mode === "append" || mode === "create" || mode === "replace" ? mode : "create";
  const hunks = [{ removed: [], added: linesOf(whole.text) }];
  const rest = without(input, [path.name, whole.name, ...(mode === kind ? ["mode"] : [])]);
  return { path: path.text, kind, hunks, rest };
}

interface Found {
  readonly hunks: readonly Hunk[];
  readonly names: readonly string[];
}

function hunksIn(input: Readonly<Record<string, Json>>): Found | undefined {
  const own = pairIn(input);
  if (own !== undefined) return { hunks: [own.hunk], names: own.names };
  const { edits } = input;
  if (!Array.isArray(edits) || edits.length === 0) return undefined;
  const hunks = (edits as readonly Json[]).flatMap((edit) => (isObject(edit) ? (pairIn(edit)?.hunk ?? []) : []));
  // One that cannot be read would be left out of what is shown.
  return hunks.length === edits.length ? { hunks, names: ["edits"] } : undefined;
}

function pairIn(input: Readonly<Record<string, Json>>) {
  for (const names of pairNames) {
    const [before, after] = names.map((name) => firstText(input, [name])?.text);
    if (before !== undefined && after !== undefined)
      return { names, hunk: { removed: linesOf(before), added: linesOf(after) } };
  }
  return undefined;
}

/** The first of the members that is a text. */
function firstText(input: Readonly<Record<string, Json>>, names: readonly string[]) {
  for (const name of names) {
    const text = input[name];
    if (typeof text === "string") return { name, text };
  }
  return undefined;
}

function linesOf(text: string): readonly string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  return text.endsWith("\n") ? lines.slice(0, -1) : lines;
}

function without(input: Readonly<Record<string, Json>>, names: readonly string[]): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(input).filter(([name]) => !names.includes(name)));
}

function isObject(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
