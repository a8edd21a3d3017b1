/** `thorp runs replay` and `thorp runs diff`. */
import { ThorpError } from "../../base/errors.ts";
import { countWords, shortId } from "../../base/words.ts";
import { type CommandContext, type CommonOptions, readConfig, withThorp } from "../command-context.ts";
import { withRecord } from "../open-record.ts";
import { openWhenFree } from "../open-when-free.ts";
import { findRun } from "../run-id.ts";
import { compareRuns } from "./compare-runs.ts";
import { differenceWords } from "./difference-words.ts";

/** The options of replay and diff. */
export interface ReplayOptions extends CommonOptions {
  readonly team?: string;
  readonly wait: boolean;
}

/** Changes nothing: neither models nor tools are called. */
export async function replayRun(context: CommandContext, wanted: string, options: ReplayOptions): Promise<void> {
  const { stdout } = context.surroundings;
  const { team } = options;
  const config = await readConfig(context, options);
  const opened = await openWhenFree(context, config, {
    describe: "`thorp runs replay`",
    wait: options.wait,
    quiet: options.json,
  });
  await withThorp(opened, async (thorp) => {
    const run = await findRun(wanted, thorp);
    const differences = await thorp.replay(run, team === undefined ? {} : { team });
    if (options.json) {
      stdout.write(`${JSON.stringify(differences)}\n`);
      return;
    }
    const by = team === undefined ? "today's code" : `today's code and team ${team}`;
    if (differences.length === 0) {
      stdout.write(`Run ${shortId(run)}: with the recorded inputs, ${by} decides the same.\n`);
      return;
    }
    stdout.write(
      `Run ${shortId(run)}: with the recorded inputs, ${by} decides otherwise in ${countWords(differences.length, "place")}:\n`,
    );
    for (const difference of differences) stdout.write(`  ${differenceWords(difference)}\n`);
  });
}

/** Two runs, or one run against its replay with another team. */
export async function diffRuns(
  context: CommandContext,
  wanted: readonly string[],
  options: ReplayOptions,
): Promise<void> {
  const [first, second, ...more] = wanted;
  if (first !== undefined && second === undefined && options.team !== undefined)
    return replayRun(context, first, options);
  if (first === undefined || second === undefined || more.length > 0 || options.team !== undefined) {
    throw new ThorpError("usage", "Two runs are compared, or one with another team.", {
      hint: "thorp runs diff ID1 ID2, or thorp runs diff ID --team TEAM",
    });
  }
  const { stdout } = context.surroundings;
  const config = await readConfig(context, options);
  await withRecord(config, async (record) => {
    const [a, b] = await Promise.all([findRun(first, record), findRun(second, record)]);
    const differences = compareRuns(await record.showRun(a), await record.showRun(b));
    if (options.json) stdout.write(`${JSON.stringify(differences)}\n`);
    else if (differences.length === 0) stdout.write("They do not differ.\n");
    else stdout.write(differences.map((line) => `${line}\n`).join(""));
  });
}
