/** `thorp models sync`: a provider's list, and what it changes. */

import { oneLine } from "../../base/clean-text.ts";
import { countWords } from "../../base/words.ts";
import type { SyncReport } from "../../engine/model-desk/sync-provider.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { listenForInterrupt } from "../interrupt.ts";
import type { Paint } from "../terminal/paint.ts";
import { modelWork } from "./model-work.ts";

/** The options of `thorp models sync`. */
export interface SyncModelsOptions extends CommonOptions {
  readonly dryRun?: boolean;
  readonly accept?: boolean;
}

/** Ctrl-C ends it with nothing written. */
export async function syncModels(context: CommandContext, provider: string, options: SyncModelsOptions): Promise<void> {
  const config = await readConfig(context, options);
  const { surroundings, terminal } = context;
  const interrupt = listenForInterrupt(surroundings);
  try {
    const work = await modelWork(context, config);
    const report = await work.sync(provider, {
      dryRun: options.dryRun ?? false,
      accept: options.accept ?? false,
      signal: interrupt.signal,
    });
    if (options.json) surroundings.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    else surroundings.stdout.write(reportText(report, terminal.paint));
    if (work.server !== undefined && report.isWritten)
      surroundings.stderr.write("The server takes it up with its next start.\n");
    const isNamed = config.effective.some(
      ({ setting, origin }) => setting.key === "catalogues" && origin !== "default",
    );
    if (work.server === undefined && report.isWritten && isNamed && !config.settings.catalogues.includes(report.file))
      surroundings.stderr.write(`The setting catalogues names other files: put ${report.file} before them.\n`);
  } finally {
    interrupt.stop();
  }
}

type Change = SyncReport["changes"][number];

function reportText(report: SyncReport, paint: Paint): string {
  const { changes, skipped, isFirst, isWritten, models, withoutPrice, from, file, provider } = report;
  const told = isFirst ? changes.filter(({ kind }) => kind !== "new") : changes;
  const lines = [
    `${countWords(models, "model")} listed by ${from}${withoutPrice > 0 ? `, ${withoutPrice} without a price` : ""}.`,
    ...told.map((change) => changeLine(change, paint)),
    ...(told.length === 0 && !isFirst ? ["Nothing changed."] : []),
    ...(skipped.length > 0 ? [paint.dim(`Left out: ${oneLine(skippedWords(skipped))}`)] : []),
    ...(changes.some(({ kind }) => kind === "price-doubtful")
      ? [`Doubtful prices: the dearer one counts until you accept them: thorp models sync ${provider} --accept`]
      : []),
    isWritten ? `Written to ${file}.` : `Nothing was written; without --dry-run it goes to ${file}.`,
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function changeLine(change: Change, paint: Paint): string {
  const line = (mark: string, text = change.id) => `${mark.padEnd(9)} ${text}`;
  switch (change.kind) {
    case "new":
      return paint.green(line("new"));
    case "gone":
      return paint.red(line("gone"));
    case "window":
      return line("window", `${change.id}: ${change.from} -> ${change.to} tokens`);
    case "price-gone":
      return paint.red(line("no price", `${change.id}: it is refused until it has one`));
    case "price-up":
    case "price-down":
    case "price-doubtful": {
      const [from, to] = [change.from, change.to].map(({ input, output }) => `$${input}/$${output}`);
      return line(PRICE_MARKS[change.kind], `${change.id}: ${from} -> ${to} per million tokens`);
    }
  }
}

const PRICE_MARKS = { "price-up": "dearer", "price-down": "cheaper", "price-doubtful": "doubtful" } as const;

function skippedWords(skipped: readonly string[]): string {
  const shown = skipped.slice(0, 3).join("; ");
  return skipped.length > 3 ? `${shown}; and ${skipped.length - 3} more` : shown;
}
