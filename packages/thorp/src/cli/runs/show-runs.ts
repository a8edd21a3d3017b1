/** `thorp runs list` and `thorp runs show`. */

import { oneLine } from "../../base/clean-text.ts";
import { formatMoney } from "../../base/money.ts";
import { countWords, durationWords, shortId, timeWords } from "../../base/words.ts";
import { modelCallToWire, runToWire } from "../../engine/rows-to-wire.ts";
import type { RunDetail } from "../../engine/thorp.ts";
import { eventToWire } from "../../events/to-wire.ts";
import type { RunRow } from "../../storage/store.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { limitFrom } from "../limit-option.ts";
import { withRecord } from "../open-record.ts";
import { findRun } from "../run-id.ts";
import { createStory } from "../run-view/run-story.ts";
import { tellStory } from "../run-view/tell-story.ts";
import { renderTable } from "../terminal/table.ts";
import { runReport } from "./run-report.ts";

/** Which runs a list holds. */
export interface ListOptions extends CommonOptions {
  readonly unfinished?: boolean;
  readonly limit?: string;
}

/** Works beside a process that owns the data folder. */
export async function listRuns(context: CommandContext, options: ListOptions): Promise<void> {
  const { stdout, stderr } = context.surroundings;
  const limit = limitFrom(options.limit);
  const config = await readConfig(context, options);
  const runs = await withRecord(config, (record) =>
    record.listRuns({ limit, ...(options.unfinished ? { unfinished: true } : {}) }),
  );
  if (options.json) {
    stdout.write(`${JSON.stringify(runs.map(runToWire), null, 2)}\n`);
    return;
  }
  if (runs.length === 0) {
    stderr.write(options.unfinished ? "All runs have ended.\n" : 'There are no runs yet. Begin one: thorp ask "..."\n');
    return;
  }
  const rows = runs.map((run) => [
    shortId(run.id),
    timeWords(run.startedAt),
    run.team,
    run.undoneAfter === undefined ? run.state : "taken back",
    tookWords(run),
    formatMoney(run.cost),
    oneLine(run.text),
  ]);
  const columns = [
    { title: "run" },
    { title: "started" },
    { title: "team" },
    { title: "state" },
    { title: "took", isRight: true },
    { title: "cost", isRight: true },
    { title: "request", isFlexible: true },
  ];
  const { terminal } = context;
  stdout.write(
    renderTable(rows, { columns, paint: terminal.paint, ...(stdout.isTTY ? { width: terminal.width() } : {}) }),
  );
  if (runs.length === limit) stderr.write(`The newest ${countWords(limit, "run")}; --limit shows more.\n`);
}

/** Works beside a process that owns the data folder. */
export async function showOneRun(context: CommandContext, wanted: string, options: CommonOptions): Promise<void> {
  const { surroundings, terminal } = context;
  const config = await readConfig(context, options);
  await withRecord(config, async (record) => {
    const run = await findRun(wanted, record);
    const [detail, events] = await Promise.all([record.showRun(run), record.events(run)]);
    if (options.json) {
      surroundings.stdout.write(`${JSON.stringify(detailJson(detail), null, 2)}\n`);
      return;
    }
    const story = createStory();
    for (const event of events) tellStory(story, { kind: "event", event });
    const owner = detail.run.endedAt === undefined ? await record.owner() : undefined;
    // Nothing is cut for a reader that searches it.
    const width = surroundings.stdout.isTTY ? terminal.width() : Number.MAX_SAFE_INTEGER;
    const report = runReport(
      { story, detail, events },
      {
        paint: terminal.paint,
        width,
        now: surroundings.now(),
        cwd: surroundings.cwd,
        owner,
        isVerbose: options.verbose ?? false,
      },
    );
    surroundings.stdout.write(report);
  });
}

function detailJson({ run, modelCalls, open, ...rest }: RunDetail) {
  return {
    run: runToWire(run),
    ...rest,
    modelCalls: modelCalls.map(modelCallToWire),
    open: open.map(eventToWire),
  };
}

function tookWords({ startedAt, endedAt }: RunRow): string {
  return endedAt === undefined ? "" : durationWords(endedAt - startedAt);
}
