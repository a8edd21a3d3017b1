/** For the tests of the gateway: the real embedded runtime over a store in memory, with the clock in the test's hand. */
import type { Clock } from "../base/clock.ts";
import type { ConversationId } from "../base/ids.ts";
import { silentLogger } from "../base/logger.ts";
import type { EventOf, EventType, RunEvent } from "../events/event.ts";
import type { Frame } from "../events/frame.ts";
import type { RunContext } from "../events/run-context.ts";
import type { RunRequest } from "../events/run-request.ts";
import { createTokenBus } from "../events/token-bus.ts";
import { createEmbeddedRuntime } from "../runtime/embedded/embedded-runtime.ts";
import type { LiveRun } from "../runtime/runtime.ts";
import { createMemoryStore } from "../storage/memory/memory-store.ts";
import type { Store } from "../storage/store.ts";
import { createManualClock } from "../testing/manual-clock.ts";
import type { RunFacts } from "./call-model/run-facts.ts";

export interface TestWorld {
  readonly store: Store;
  readonly facts: RunFacts;
  /** Commits, and whatever a test adds, in the order in which they happened. */
  readonly log: string[];
  readonly frames: Frame[];
  /** Begins the run, or takes it up where its journal ends. */
  start<Result>(program: (context: RunContext) => Promise<Result>): Promise<Started<Result>>;
  events(): Promise<readonly RunEvent[]>;
  eventsOf<Type extends EventType>(type: Type): Promise<readonly (RunEvent & EventOf<Type>)[]>;
}

export interface Started<Result> extends LiveRun {
  readonly result: Promise<Result>;
}

export interface TestWorldOptions {
  readonly clock?: Clock;
  readonly request?: Partial<RunRequest>;
  readonly deadlineAt?: number;
}

const RUN = "run_1";

export function createTestWorld(options: TestWorldOptions = {}): TestWorld {
  const { clock = createManualClock(), deadlineAt } = options;
  const request: RunRequest = {
    text: "Do it.",
    conversation: "con_1" as ConversationId,
    attachments: [],
    workspace: "/work",
    out: "/out",
    timeZone: "UTC",
    priority: 0,
    approve: "ask",
    interactive: true,
    ...options.request,
  };
  const store = createMemoryStore({ clock });
  const bus = createTokenBus();
  const log: string[] = [];
  const frames: Frame[] = [];
  store.onCommit((events) => void log.push(...events.map((event) => `commit ${event.type}`)));
  bus.subscribe(RUN, (frame) => void frames.push(frame));
  const runtime = createEmbeddedRuntime({ store, bus, clock, logger: silentLogger });
  const events = () => store.events(RUN);
  return {
    store,
    log,
    frames,
    facts: {
      run: RUN,
      team: "alma",
      user: "ann",
      request,
      ...(deadlineAt === undefined ? {} : { deadlineAt: () => deadlineAt }),
    },
    events,
    eventsOf: async (type) => (await events()).filter((event) => event.type === type) as never,
    async start<Result>(program: (context: RunContext) => Promise<Result>): Promise<Started<Result>> {
      const before = await events();
      const recovery = before.filter((event) => event.type === "run-recover").length + 1;
      store.append({
        run: RUN,
        at: clock.now(),
        body:
          before.length === 0
            ? { type: "run-start", path: "", request, team: "alma", teamHash: "", seed: "seed" }
            : { type: "run-recover", path: "", recovery },
      });
      await store.committed(RUN);
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      promise.catch(() => {});
      const live = runtime.start({
        run: RUN,
        events: await events(),
        program: (context) => program(context).then(resolve),
      });
      live.done.catch(reject);
      const result = live.done.then(() => promise);
      // A test that kills a run need not wait for what it would have given.
      result.catch(() => {});
      return { ...live, result };
    },
  };
}

/** Time flies: whoever waits is woken in the next turn, and it is then as late as it wanted. Remembers the waits. */
export function createHastyClock(start = 1_800_000_000_000): Clock & { readonly waits: number[] } {
  let now = start;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    after(ms, wake) {
      const due = now + Math.max(0, ms);
      const timer = setImmediate(() => {
        waits.push(ms);
        now = Math.max(now, due);
        wake();
      });
      return () => clearImmediate(timer);
    },
  };
}

/** Waits some turns of the event loop until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 2000; turn++) {
    if (isSo()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`it never became so: ${isSo}`);
}
