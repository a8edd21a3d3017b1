/** `thorp models load` and `unload`. */

import { oneLine } from "../../base/clean-text.ts";
import { ThorpError } from "../../base/errors.ts";
import type { ModelAdmin, ServerOutcome } from "../../engine/model-admin/model-admin.ts";
import {
  type CommandContext,
  type CommonOptions,
  openEngineWithoutData,
  readConfig,
  withThorp,
} from "../command-context.ts";
import { listenForInterrupt } from "../interrupt.ts";

/** Options of commands that go to the servers of a provider. */
export interface ServerCommandOptions extends CommonOptions {
  readonly server?: string;
}

/** Options of `thorp models load`. */
export interface LoadCommandOptions extends ServerCommandOptions {
  readonly keep?: string;
}

/** Ends with 7 when a server failed. */
export async function loadModel(context: CommandContext, model: string, options: LoadCommandOptions): Promise<void> {
  const keepAlive = options.keep === undefined ? undefined : keepTime(options.keep);
  await change(context, options, {
    done: "loaded",
    order: (admin, how) => admin.load(model, { ...how, ...(keepAlive === undefined ? {} : { keepAlive }) }),
  });
}

/** Ends with 7 when a server failed. */
export async function unloadModel(
  context: CommandContext,
  model: string,
  options: ServerCommandOptions,
): Promise<void> {
  await change(context, options, { done: "unloaded", order: (admin, how) => admin.unload(model, how) });
}

interface Change {
  readonly done: string;
  readonly order: (
    admin: ModelAdmin,
    how: { readonly server?: string; readonly signal: AbortSignal },
  ) => Promise<readonly ServerOutcome[]>;
}

async function change(context: CommandContext, options: ServerCommandOptions, { done, order }: Change): Promise<void> {
  const { surroundings, terminal, finish } = context;
  const interrupt = listenForInterrupt(surroundings);
  const { server } = options;
  try {
    const how = { signal: interrupt.signal, ...(server === undefined ? {} : { server }) };
    // Its `server` is one of models, not one of Thorp.
    const { server: _models, ...rest } = options;
    const config = await readConfig(context, rest);
    const outcomes = await withThorp(await openEngineWithoutData(context, config), ({ modelAdmin }) =>
      order(modelAdmin, how),
    );
    if (outcomes.some(({ ok }) => !ok)) finish(interrupt.signal.aborted ? 130 : 7);
    if (options.json) return void surroundings.stdout.write(`${JSON.stringify(outcomes, null, 2)}\n`);
    for (const { server: name, model, ok, reason = "" } of outcomes) {
      const { green, red } = terminal.paint;
      surroundings.stdout.write(
        ok ? `${green("✓")} ${name}: ${model} ${done}\n` : `${red("✗")} ${name}: ${oneLine(reason)}\n`,
      );
    }
  } finally {
    interrupt.stop();
  }
}

/** Ollama takes a number for seconds and a text with a unit for anything else. */
function keepTime(text: string): string | number {
  if (/^-?\d+$/.test(text)) return Number(text);
  if (/^-?(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return text;
  throw new ThorpError("usage", `--keep ${text} is no time.`, { hint: "Say seconds, 10m, 2h, or -1 for always." });
}
