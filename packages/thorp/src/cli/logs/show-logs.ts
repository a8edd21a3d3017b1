/** `thorp logs`: the journal of a run, also while another process writes it. */
import { setTimeout as wait } from "node:timers/promises";
import { eventToWire } from "../../events/to-wire.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { listenForInterrupt } from "../interrupt.ts";
import { withRecord } from "../open-record.ts";
import { findRun } from "../run-id.ts";
import { eventLine } from "./event-line.ts";

/** The options of `thorp logs`. */
export interface LogOptions extends CommonOptions {
  readonly follow?: boolean;
}

/** How soon new events are seen. */
const POLL_MS = 200;

/** Ends with the run, or at once without `follow`. */
export async function showLogs(context: CommandContext, wanted: string, options: LogOptions): Promise<void> {
  const { surroundings, terminal } = context;
  const config = await readConfig(context, options);
  const interrupt = listenForInterrupt(surroundings);
  try {
    await withRecord(config, async (record) => {
      const run = await findRun(wanted, record);
      // An unknown id is an error, not an empty log.
      let { startedAt } = (await record.showRun(run)).run;
      for (let after = 0; ; ) {
        const events = await record.events(run, after);
        for (const event of events) {
          const line = options.json
            ? JSON.stringify(eventToWire(event))
            : eventLine(event, { startedAt, paint: terminal.paint });
          surroundings.stdout.write(`${line}\n`);
        }
        const last = events.at(-1);
        after = last?.seq ?? after;
        startedAt = startedAt || (events[0]?.at ?? 0);
        if (!options.follow || last?.type === "run-end") return;
        await wait(POLL_MS, undefined, { signal: interrupt.signal }).catch(() => {});
        if (interrupt.signal.aborted) return context.finish(130);
      }
    });
  } finally {
    interrupt.stop();
  }
}
