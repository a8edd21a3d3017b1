/** What `thorp` says without a command: what it can do, in commands that work, and how things stand. */
import { failureFrom } from "../base/errors.ts";
import { countWords } from "../base/words.ts";
import type { Config } from "../config/load-config.ts";
import {
  type CommandContext,
  type CommonOptions,
  openEngineWithoutData,
  readConfig,
  withThorp,
} from "./command-context.ts";
import { withRecord } from "./open-record.ts";

const examples: readonly (readonly [command: string, what: string])[] = [
  ['thorp ask "What is 17% of 2,400?"', "ask; no model is needed for that"],
  ['thorp ask "How many workdays are there between 1 March and 15 April 2027?"', "dates, units, files, tables, charts"],
  ['thorp ask -t toollama "List the files here"', "the same with another team"],
  ["thorp serve", "a page in the browser, and every OpenAI client"],
  ["thorp runs show", "how the last run came about"],
  ["thorp doctor", "is everything there that it needs?"],
];

/** Changes nothing. A record or catalogue with a fault is told on the page instead of failing it. */
export async function showStartPage(context: CommandContext, options: CommonOptions): Promise<void> {
  const { terminal, surroundings } = context;
  const { paint } = terminal;
  const config = await readConfig(context, options);
  const width = Math.max(...examples.map(([command]) => command.length)) + 2;
  const lines = [
    paint.bold("Thorp: a team of AI agents on your own machine"),
    "",
    ...examples.map(([command, what]) => `  ${command.padEnd(width)}${paint.dim(what)}`),
    "",
    `Data    ${await dataWords(config)}`,
    `Models  ${await modelWords(context, config)}`,
    "",
    paint.dim("thorp --help lists all commands."),
  ];
  surroundings.stdout.write(lines.map((line) => `${line}\n`).join(""));
}

async function dataWords(config: Config): Promise<string> {
  const folder = config.settings.dataDir;
  if (folder === "memory") return "in memory; nothing is kept";
  try {
    return await withRecord(config, async (record) => {
      const [runs, unfinished] = await Promise.all([
        record.listRuns({ limit: 10_000 }),
        record.listRuns({ unfinished: true }),
      ]);
      const left = unfinished.length === 0 ? "" : `, ${unfinished.length} not ended (thorp runs list --unfinished)`;
      return `${folder}: ${countWords(runs.length, "run")}${left}`;
    });
  } catch (error) {
    return `${folder}: ${failureFrom(error).message} Run \`thorp doctor\`.`;
  }
}

/** A page that greets must not fail because a catalogue does; the doctor tells more. */
async function modelWords(context: CommandContext, config: Config): Promise<string> {
  try {
    const models = await withThorp(await openEngineWithoutData(context, config), (thorp) =>
      thorp.listModels({ check: true }),
    );
    const ready = models.filter(({ obstacle, tier }) => obstacle === undefined && tier !== "embedded");
    if (ready.length === 0) return "engine: rules (always there); no language model answers: thorp models --check";
    const names = ready.slice(0, 4).map(({ id }) => id);
    return `engine: rules, ${names.join(", ")}${ready.length > names.length ? ` and ${ready.length - names.length} more` : ""}`;
  } catch (error) {
    return `${failureFrom(error).message} Run \`thorp doctor\`.`;
  }
}
