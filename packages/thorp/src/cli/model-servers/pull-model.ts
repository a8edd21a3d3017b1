/** `thorp models pull`: a line that counts on a terminal, a line for each step elsewhere. */

import { oneLine } from "../../base/clean-text.ts";
import { byteWords } from "../../base/words.ts";
import type { PullUpdate } from "../../engine/model-admin/model-admin.ts";
import { type CommandContext, openEngineWithoutData, readConfig, withThorp } from "../command-context.ts";
import { listenForInterrupt } from "../interrupt.ts";
import { createLiveRegion } from "../terminal/live-region.ts";
import { fitText } from "../terminal/text-width.ts";
import type { ServerCommandOptions } from "./change-models.ts";

/** Between two redraws. Milliseconds. */
const REDRAW_MS = 100;

/** Ends with 130 when it was left with Ctrl-C. Throws what `ModelAdmin.pull` throws. */
export async function pullModel(context: CommandContext, model: string, options: ServerCommandOptions): Promise<void> {
  const { surroundings, finish } = context;
  const interrupt = listenForInterrupt(surroundings);
  // A server of models, not one of Thorp.
  const { server, ...rest } = options;
  const show = options.json ? jsonLines(context) : context.terminal.isLive ? liveLine(context) : plainLines(context);
  try {
    const how = { signal: interrupt.signal, ...(server === undefined ? {} : { server }) };
    const config = await readConfig(context, rest);
    await withThorp(await openEngineWithoutData(context, config), async ({ modelAdmin }) => {
      for await (const update of modelAdmin.pull(model, how)) show.update(update);
    });
    show.end(`${model} is there.\n`);
  } catch (error) {
    show.end("");
    if (!interrupt.signal.aborted) throw error;
    surroundings.stderr.write(`Left. \`thorp models pull ${model}\` goes on where it stopped.\n`);
    finish(130);
  } finally {
    interrupt.stop();
  }
}

interface PullView {
  update(update: PullUpdate): void;
  end(words: string): void;
}

function jsonLines({ surroundings }: CommandContext): PullView {
  return { update: (update) => surroundings.stdout.write(`${JSON.stringify(update)}\n`), end: () => {} };
}

function liveLine({ surroundings, terminal }: CommandContext): PullView {
  const region = createLiveRegion(surroundings.stderr, terminal.width);
  let drawnAt = -Infinity;
  return {
    update(update) {
      if (surroundings.now() - drawnAt < REDRAW_MS && update.completed !== update.total) return;
      drawnAt = surroundings.now();
      region.draw([fitText(pullWords(update), terminal.width() - 1)]);
    },
    end(words) {
      region.clear();
      surroundings.stdout.write(words);
    },
  };
}

/** A log wants no line for each percent. */
function plainLines({ surroundings }: CommandContext): PullView {
  let last = "";
  return {
    update(update) {
      const step = `${update.server} ${update.status}`;
      if (step === last) return;
      last = step;
      surroundings.stderr.write(`${pullWords(update)}\n`);
    },
    end: (words) => surroundings.stdout.write(words),
  };
}

function pullWords({ server, status, total, completed = 0 }: PullUpdate): string {
  const share =
    total === undefined || total === 0 ? "" : ` ${Math.floor((completed / total) * 100)} % of ${byteWords(total)}`;
  return oneLine(`${server}: ${status}${share}`);
}
