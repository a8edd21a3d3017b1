/** The commands of `thorp runs` that need the data folder for themselves: resume, cancel, undo, delete, prune. */
import { relative } from "node:path";
import { ThorpError } from "../../base/errors.ts";
import { countWords, shortId } from "../../base/words.ts";
import type { Thorp } from "../../engine/thorp.ts";
import type { RunRow } from "../../storage/store.ts";
import { followRun } from "../ask/follow-run.ts";
import { createPrompts } from "../ask/prompts.ts";
import type { CommandContext } from "../command-context.ts";
import type { Interrupt } from "../interrupt.ts";
import { type OwnDataOptions, withOwnData } from "../own-data.ts";
import { findRun } from "../run-id.ts";

/** The options of commands that change runs; `wait` is false with --no-wait. */
export type ChangeOptions = OwnDataOptions;

/** Which runs go. */
export interface PruneOptions extends ChangeOptions {
  readonly older?: string;
  readonly keep?: string;
  readonly yes?: boolean;
}

/** Exits as the run ends. */
export async function resumeRun(context: CommandContext, wanted: string, options: ChangeOptions): Promise<void> {
  await changing(context, options, async (thorp, interrupt) => {
    const run = await findRun(wanted, thorp);
    await thorp.resume(run);
    const code = await followRun(thorp, run, { context, options, interrupt, asksPlan: await asksPlan(thorp, run) });
    context.finish(code);
  });
}

/** Throws `data-locked` for a run under way in another process. */
export async function cancelRun(context: CommandContext, wanted: string, options: ChangeOptions): Promise<void> {
  // A run under way belongs to the process that holds the folder; waiting for it would be waiting for its end.
  await changing(context, { ...options, wait: false }, async (thorp) => {
    const run = await findRun(wanted, thorp);
    await thorp.cancel(run, "thorp runs cancel");
    context.surroundings.stderr.write(`Run ${shortId(run)} is cancelled.\n`);
  }).catch((error: unknown) => {
    if (!(error instanceof ThorpError) || error.code !== "data-locked") throw error;
    throw new ThorpError("data-locked", error.message, {
      hint: "Press Ctrl-C where it runs; that cancels its run in order.",
    });
  });
}

/** Takes back the file changes and says what was left alone. */
export async function undoRun(context: CommandContext, wanted: string, options: ChangeOptions): Promise<void> {
  const { stdout, cwd } = context.surroundings;
  await changing(context, options, async (thorp) => {
    const run = await findRun(wanted, thorp);
    const undone = await thorp.undo(run);
    if (options.json) {
      stdout.write(`${JSON.stringify(undone)}\n`);
      return;
    }
    const shown = (path: string) => relative(cwd, path) || path;
    const lines = [
      ...undone.restored.map((path) => `restored  ${shown(path)}`),
      ...undone.removed.map((path) => `removed   ${shown(path)}`),
      ...undone.left.map((path) => `left      ${shown(path)}  (changed again since)`),
    ];
    stdout.write(lines.length === 0 ? "The run changed no files.\n" : lines.map((line) => `${line}\n`).join(""));
  });
}

/** For good; nothing is asked. */
export async function deleteRun(context: CommandContext, wanted: string, options: ChangeOptions): Promise<void> {
  await changing(context, options, async (thorp) => {
    const run = await findRun(wanted, thorp);
    await thorp.deleteRun(run);
    context.surroundings.stderr.write(`Run ${shortId(run)} is deleted.\n`);
  });
}

/** Throws `usage` when neither age nor number is named. Runs that have not ended stay. */
export async function pruneRuns(context: CommandContext, options: PruneOptions): Promise<void> {
  const { surroundings, terminal } = context;
  const keep = keepFrom(options.keep);
  const age = options.older === undefined ? undefined : ageFrom(options.older);
  if (keep === undefined && age === undefined) {
    throw new ThorpError("usage", "Which runs? Name an age or how many are to stay.", {
      hint: "thorp runs prune --older 30d, or --keep 100",
    });
  }
  await changing(context, options, async (thorp) => {
    const before = age === undefined ? undefined : surroundings.now() - age;
    const doomed = doomedRuns(await thorp.listRuns({ limit: 1_000_000 }), { keep, before });
    if (doomed.length === 0) {
      surroundings.stderr.write("There is nothing to delete.\n");
      return;
    }
    const what = `${countWords(doomed.length, "run")} with all events and results`;
    if (!options.yes) {
      if (!terminal.isInteractive)
        throw new ThorpError("usage", `This would delete ${what}.`, { hint: "Add --yes to do it." });
      if (!(await createPrompts(surroundings).confirm(`Delete ${what}?`)))
        throw new ThorpError("cancelled", "Nothing was deleted.", { hint: "Add --yes to skip the question." });
    }
    for (const { id } of doomed) await thorp.deleteRun(id);
    surroundings.stderr.write(`Deleted ${what}.\n`);
  });
}

/** Ended runs that are older than `before`, or not among the newest `keep`. Unfinished ones always stay. */
export function doomedRuns(
  runs: readonly RunRow[],
  { keep, before }: { readonly keep?: number | undefined; readonly before?: number | undefined },
): readonly RunRow[] {
  const newestFirst = runs.toSorted((a, b) => b.startedAt - a.startedAt);
  return newestFirst.filter((run, position) => {
    if (run.endedAt === undefined) return false;
    const isOld = before === undefined || run.endedAt < before;
    const isSurplus = keep === undefined || position >= keep;
    return isOld && isSurplus;
  });
}

function changing(
  context: CommandContext,
  options: ChangeOptions,
  change: (thorp: Thorp, interrupt: Interrupt) => Promise<void>,
): Promise<void> {
  return withOwnData(context, { ...options, describe: "`thorp runs`" }, change);
}

async function asksPlan(thorp: Thorp, run: string): Promise<boolean> {
  const [start] = await thorp.events(run);
  return start?.type === "run-start" && start.request.approvePlan === true;
}

function keepFrom(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const keep = Number(text);
  if (text.trim() !== "" && Number.isInteger(keep) && keep >= 0) return keep;
  throw new ThorpError("usage", `--keep is "${text}"; it must be a whole number.`);
}

const MS_PER_UNIT = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

function ageFrom(text: string): number {
  const match = /^(\d+)([mhdw])$/.exec(text.trim());
  if (match === null) throw new ThorpError("usage", `--older is "${text}"; it must be an age such as 12h, 30d or 8w.`);
  return Number(match[1]) * MS_PER_UNIT[match[2] as keyof typeof MS_PER_UNIT];
}
