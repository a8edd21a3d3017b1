/** `thorp conversations export --for-training`: what may train models, one example a line, and what was left out. */
import { ThorpError } from "../../base/errors.ts";
import { countWords } from "../../base/words.ts";
import type { LeftOut, TrainingExample } from "../../engine/compliance/training-data.ts";
import { listConversations } from "../../engine/conversations.ts";
import type { RunRecord } from "../../engine/read-record.ts";
import { type CommandContext, readConfig } from "../command-context.ts";
import { findConversation } from "../conversation-id.ts";
import { withRecord } from "../open-record.ts";
import { withTools } from "../tools/open-tools.ts";
import type { ExportOptions } from "./read-conversations.ts";

/** As typed; all but the first say how data for training shall be. */
export interface TrainingOptions extends ExportOptions {
  readonly forTraining?: boolean;
  readonly tasks?: boolean;
  readonly includeUnknown?: boolean;
}

/**
 * Without `wanted` of all conversations, the oldest first. Examples go to standard output, a summary of what was left
 * out to standard error. Throws `usage` and `conversation-unknown`.
 */
export async function printTrainingData(
  context: CommandContext,
  wanted: string | undefined,
  options: TrainingOptions,
): Promise<void> {
  const { format, json, tasks = false, includeUnknown = false } = options;
  if (!options.forTraining) throw new ThorpError("usage", "--tasks and --include-unknown belong to --for-training.");
  if (format !== undefined) throw new ThorpError("usage", "Data for training is JSON: leave --format out.");
  const { stdout, stderr } = context.surroundings;
  const config = await readConfig(context, options);
  const tools = await withTools(context, { ...options, quiet: true }, (thorp) => thorp.listTools());
  const examples: TrainingExample[] = [];
  const leftOut: LeftOut[] = [];
  let count = 0;
  await withRecord(config, async (record) => {
    const desk = record.compliance(async () => tools);
    for (const conversation of await conversationsOf(record, wanted)) {
      const wish = { conversation, tasks, takesUnknown: includeUnknown };
      const found = await desk.trainingData(wish);
      leftOut.push(...found.leftOut);
      count += found.examples.length;
      if (json) examples.push(...found.examples);
      else for (const example of found.examples) stdout.write(`${JSON.stringify(example)}\n`);
    }
  });
  if (json) stdout.write(`${JSON.stringify({ examples, leftOut }, null, 2)}\n`);
  else stderr.write(summaryOf(count, leftOut));
}

async function conversationsOf(record: RunRecord, wanted: string | undefined): Promise<readonly string[]> {
  if (wanted !== undefined) return [await findConversation(wanted, record)];
  return (await listConversations(record, { limit: Number.MAX_SAFE_INTEGER })).map(({ id }) => id).reverse();
}

/** How many examples, how many exchanges and tasks were left out, and because of whom. */
function summaryOf(examples: number, leftOut: readonly LeftOut[]): string {
  const head = `${countWords(examples, "example")}; ${countWords(leftOut.length, "answer")} left out`;
  if (leftOut.length === 0) return `${head}.\n`;
  const reasons = leftOut.flatMap(({ because }) => [
    ...new Set(because.map(({ provider, training }) => `${provider} (training ${training})`)),
  ]);
  const counts = [...Map.groupBy(reasons, (reason) => reason)].sort(([, a], [, b]) => b.length - a.length);
  const lines = counts.map(([reason, of]) => `  ${of.length} because of ${reason}\n`);
  const unknown = leftOut.some(({ because }) => because.every(({ training }) => training === "unknown"));
  const hint = unknown ? "Those of providers who say nothing about training come with --include-unknown.\n" : "";
  return `${head}, with all that was made of them:\n${lines.join("")}${hint}`;
}
