/** `thorp models test`: one model against its real server. */

import { oneLine } from "../../base/clean-text.ts";
import { ThorpError } from "../../base/errors.ts";
import { dollarsToMicro, formatMoney, microDollars } from "../../base/money.ts";
import type { TestedModel } from "../../engine/model-desk/test-listed-model.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { listenForInterrupt } from "../interrupt.ts";
import { modelWork } from "./model-work.ts";

export interface TestModelOptions extends CommonOptions {
  readonly maxCost?: string;
  readonly tokens?: string;
}

/** US dollars. */
const USUAL_COST = 0.1;
/** Small models on small machines read a thousand tokens in seconds; who wants the whole window asks for it. */
const USUAL_TOKENS = 16_000;

export async function testModel(context: CommandContext, id: string, options: TestModelOptions): Promise<void> {
  const { surroundings, terminal, finish } = context;
  const { stdout } = surroundings;
  const config = await readConfig(context, options);
  const maxCost = amountFrom(options.maxCost, "--max-cost", USUAL_COST);
  const maxTokens = amountFrom(options.tokens, "--tokens", USUAL_TOKENS);
  const marks = { ok: terminal.paint.green("✓"), failed: terminal.paint.red("✗"), missing: terminal.paint.dim("–") };
  const show = ({ name, state, detail }: TestedModel["checks"][number]) =>
    stdout.write(`${marks[state]} ${name.padEnd(12)} ${oneLine(detail)}\n`);
  const interrupt = listenForInterrupt(surroundings);
  try {
    const work = await modelWork(context, config);
    const tested = await work.test(id, {
      ...{ maxCost: dollarsToMicro(maxCost), maxTokens, signal: interrupt.signal },
      ...(options.json ? {} : { onCheck: show }),
    });
    if (options.json) stdout.write(`${JSON.stringify({ ...tested, cost: tested.cost / 1e6 }, null, 2)}\n`);
    else stdout.write(summary(tested));
    if (!tested.ok) finish(1);
  } catch (error) {
    if (interrupt.signal.aborted) throw new ThorpError("cancelled", "The test was stopped; nothing was recorded.");
    throw error;
  } finally {
    interrupt.stop();
  }
}

function summary({ id, ok, cost, file }: Pick<TestedModel, "id" | "ok" | "cost" | "file">): string {
  const kept = file === undefined ? "" : ` Recorded in ${file}.`;
  return `\n${id} ${ok ? "passed" : "did not pass"}; the calls cost ${formatMoney(microDollars(cost))}.${kept}\n`;
}

function amountFrom(text: string | undefined, flag: string, usual: number): number {
  if (text === undefined) return usual;
  const amount = Number(text);
  if (text.trim() === "" || !Number.isFinite(amount) || amount < 0)
    throw new ThorpError("usage", `${flag} takes a number, not ${text}.`);
  return amount;
}
