/** The runtime of one machine: programs run in this process, their journal is the event table of the Store. */
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import type { Logger } from "../../base/logger.ts";
import type { RunEvent } from "../../events/event.ts";
import type { TokenBus } from "../../events/token-bus.ts";
import type { Store } from "../../storage/store.ts";
import type { Runtime } from "../runtime.ts";
import { indexJournal } from "./journal-record.ts";
import { createRunContext } from "./run-context.ts";
import { createRunScope } from "./run-scope.ts";

/** What the runtime writes to and takes its time from. */
export interface EmbeddedRuntimeOptions {
  readonly store: Pick<Store, "append" | "committed">;
  readonly bus: TokenBus;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Runs that stand in the journal go on where it ends; a run whose code now decides otherwise is taken on and logged.
 */
export function createEmbeddedRuntime({ store, bus, clock, logger }: EmbeddedRuntimeOptions): Runtime {
  return {
    start({ run, events, program }) {
      const start = runStartOf(run, events);
      const scope = createRunScope({
        run,
        seed: start.seed,
        startedAt: start.at,
        record: indexJournal(events),
        clock,
        live: { store, bus },
        onDifference: (difference) => logger("warn", "the run took another way than its journal", { run, difference }),
      });
      let abandon: (reason: unknown) => void = () => {};
      const abandoned = new Promise<never>((_resolve, reject) => (abandon = reject));
      const ended = program(createRunContext(scope, "", { startedAt: start.at, signal: scope.abort.signal })).then(() =>
        store.committed(run),
      );
      const done = Promise.race([ended, abandoned]).finally(() => scope.dispose());
      done.catch(() => {});
      return {
        done,
        deliver: (signal) => scope.deliver({ path: "", ...signal }),
        abandon(reason) {
          scope.abandon(reason);
          abandon(reason);
        },
      };
    },
  };
}

/** The first event of a journal. Throws `data-corrupt` when it is none. */
export function runStartOf(run: string, events: readonly RunEvent[]): RunEvent & { readonly type: "run-start" } {
  const start = events[0];
  if (start?.type !== "run-start")
    throw new ThorpError("data-corrupt", `The journal of ${run} does not begin with run-start.`);
  return start;
}
