/**
 * What every runtime must do, as a plain list; run it over an implementation of your own with any test runner.
 *
 * Each case makes a store, starts a program and looks at the journal. "Crash" means: the run is abandoned in the
 * middle and taken up again from its committed journal by a new runtime.
 */
import assert from "node:assert/strict";
import type { ConversationId } from "../base/ids.ts";
import type { Json } from "../base/json.ts";
import type { RunEvent } from "../events/event.ts";
import type { RunContext } from "../events/run-context.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Store } from "../storage/store.ts";
import type { ConformanceCase } from "./conformance-case.ts";

/** Both functions are called anew in each case. */
export interface RuntimeUnderTest {
  readonly createStore: () => Promise<Store>;
  readonly createRuntime: (store: Store) => Runtime;
}

const RUN = "run_conformance";

/** The cases are independent of one another and may run in any order. */
export function runtimeConformance(under: RuntimeUnderTest): readonly ConformanceCase[] {
  const bench = async (): Promise<Bench> => createBench(under);
  return [
    {
      name: "records a step's result once and gives it back after a crash",
      run: async () => recordsOnce(await bench()),
    },
    { name: "runs steps at once and returns results in order", run: async () => stepsInOrder(await bench()) },
    { name: "repeats a step that was under way, as the next attempt", run: async () => repeatsOpenStep(await bench()) },
    { name: "feeds the same race winners again", run: async () => sameWinners(await bench()) },
    { name: "does not append decisions twice", run: async () => decidesOnce(await bench()) },
    { name: "delivers signals, also those from before a crash", run: async () => deliversSignals(await bench()) },
    { name: "aborts steps on cancel and lets the program end", run: async () => cancels(await bench()) },
    { name: "leaves an abandoned run unfinished", run: async () => abandons(await bench()) },
    { name: "stops one child without the others", run: async () => stopsChild(await bench()) },
    { name: "keeps time and dice the same", run: async () => sameTimeAndDice(await bench()) },
    { name: "a timer rings after the due time that was recorded", run: async () => timers(await bench()) },
    { name: "counts the crashes that interrupted a step", run: async () => tellsInterrupted(await bench()) },
  ];
}

interface Bench {
  readonly store: Store;
  /** Starts or takes up the run and waits for its end. */
  finish(
    program: (context: RunContext) => Promise<void>,
    during?: (live: ReturnType<Runtime["start"]>) => Promise<void>,
  ): Promise<readonly RunEvent[]>;
  /** Starts or takes up the run and abandons it when `until` resolves. */
  crash(program: (context: RunContext) => Promise<void>, until: Promise<unknown>): Promise<void>;
}

async function createBench({ createStore, createRuntime }: RuntimeUnderTest): Promise<Bench> {
  const store = await createStore();
  const start = {
    path: "",
    type: "run-start",
    team: "test",
    teamHash: "",
    seed: "seed",
    request: {
      text: "",
      conversation: "con_1" as ConversationId,
      attachments: [],
      workspace: "/",
      out: "/",
      priority: 0,
      approve: "ask",
      interactive: true,
      timeZone: "UTC",
    },
  } as const;
  store.append({ run: RUN, at: 1000, body: start });
  await store.committed(RUN);
  let runs = 0;
  const begin = async (program: (context: RunContext) => Promise<void>) => {
    if (runs++ > 0) {
      store.append({ run: RUN, at: 2000 + runs, body: { path: "", type: "run-recover", recovery: runs - 1 } });
      await store.committed(RUN);
    }
    return createRuntime(store).start({ run: RUN, events: await store.events(RUN), program });
  };
  return {
    store,
    async finish(program, during) {
      const live = await begin(program);
      await during?.(live);
      await live.done;
      await store.committed(RUN);
      return store.events(RUN);
    },
    async crash(program, until) {
      const live = await begin(program);
      await until;
      await store.committed(RUN);
      live.abandon(new Error("crash"));
      await live.done.catch(() => {});
    },
  };
}

function step(name: string, run: (signal: AbortSignal) => Promise<Json>) {
  return {
    name,
    digest: name,
    run: async (stepRun: { begin(call: { kind: "other"; digest: string }): number; signal: AbortSignal }) => {
      stepRun.begin({ kind: "other", digest: name });
      return run(stepRun.signal);
    },
  };
}

const typesOf = (events: readonly RunEvent[]): readonly string[] => events.map((event) => event.type);
const never = new Promise<never>(() => {});

async function recordsOnce({ finish, crash }: Bench): Promise<void> {
  let runs = 0;
  const reached = Promise.withResolvers<void>();
  const program = (last: Promise<Json>) => async (context: RunContext) => {
    const value = await context.step(step("first", async () => ++runs));
    assert.equal(value, 1);
    reached.resolve();
    await context.step(step("second", () => last));
  };
  await crash(program(never), reached.promise);
  const events = await finish(program(Promise.resolve("done")));
  assert.equal(runs, 1);
  assert.deepEqual(
    events.flatMap((event) => (event.type === "step-end" ? [event.step] : [])),
    ["first", "second"],
  );
}

async function stepsInOrder({ finish }: Bench): Promise<void> {
  let results: readonly Json[] = [];
  const slow = Promise.withResolvers<Json>();
  await finish(async (context) => {
    results = await context.steps([
      step("slow", () => slow.promise),
      step("fast", async () => {
        slow.resolve("slow");
        return "fast";
      }),
    ]);
  });
  assert.deepEqual(results, ["slow", "fast"]);
}

async function repeatsOpenStep({ finish, crash }: Bench): Promise<void> {
  const started = Promise.withResolvers<void>();
  const program = (answer: Promise<Json>) => async (context: RunContext) => {
    await context.step(
      step("work", () => {
        started.resolve();
        return answer;
      }),
    );
  };
  await crash(program(never), started.promise);
  const events = await finish(program(Promise.resolve(1)));
  const attempts = events.flatMap((event) => (event.type === "step-start" ? [event.attempt] : []));
  assert.deepEqual(attempts, [1, 2]);
}

async function sameWinners({ finish, crash }: Bench): Promise<void> {
  const order: string[][] = [];
  const reached = Promise.withResolvers<void>();
  const program = (delays: readonly number[], hold: Promise<unknown>) => async (context: RunContext) => {
    const seen: string[] = [];
    order.push(seen);
    const children = new Map(
      delays.map((ms, index) => [
        `c${index}`,
        context.child(`c${index}`, async (child) => {
          await child.step(step("nap", () => new Promise<Json>((resolve) => setTimeout(() => resolve(index), ms))));
        }),
      ]),
    );
    while (children.size > 0) {
      const winner = await context.race([...children.values()]);
      seen.push(winner.name);
      children.delete(winner.name);
    }
    reached.resolve();
    await context.step(step("last", async () => ((await hold) === undefined ? null : null)));
  };
  await crash(program([30, 15, 1], never), reached.promise);
  await finish(program([1, 15, 30], Promise.resolve()));
  assert.deepEqual(order[0], ["c2", "c1", "c0"]);
  for (const seen of order) assert.deepEqual(seen, order[0]);
}

async function decidesOnce({ finish, crash }: Bench): Promise<void> {
  const reached = Promise.withResolvers<void>();
  const program = (last: Promise<Json>) => async (context: RunContext) => {
    context.emit({ type: "plan-accept", by: "policy" });
    const child = context.child("t1", async (inner) => {
      inner.emit({ type: "task-retry", critique: "again" });
    });
    await context.wait(child);
    reached.resolve();
    await context.step(step("last", () => last));
    context.emit({ type: "run-end", state: "done" });
  };
  await crash(program(never), reached.promise);
  const types = typesOf(await finish(program(Promise.resolve(null))));
  for (const type of ["plan-accept", "task-retry", "run-end"])
    assert.equal(types.filter((other) => other === type).length, 1, type);
}

async function deliversSignals({ finish, crash, store }: Bench): Promise<void> {
  const reached = Promise.withResolvers<void>();
  let answer = "";
  const program = (hold: Promise<Json>) => async (context: RunContext) => {
    const asked = context.signalled("answer", "question-answer", (signal) => signal.question === "q1");
    answer = (await context.wait(asked)).text;
    reached.resolve();
    await context.step(step("last", () => hold));
  };
  const live = { deliver: (): void => {} };
  const crashed = crash(async (context) => {
    live.deliver();
    await program(never)(context);
  }, Promise.resolve());
  await crashed;
  store.append({ run: RUN, at: 1500, body: { path: "", type: "question-answer", question: "q1", text: "blue" } });
  await finish(program(Promise.resolve(null)));
  assert.equal(answer, "blue");
  await reached.promise;
}

async function cancels({ finish }: Bench): Promise<void> {
  const started = Promise.withResolvers<void>();
  const events = await finish(
    async (context) => {
      const child = context.child("t1", (inner) =>
        inner.step(
          step("long", (signal) => {
            started.resolve();
            return new Promise<Json>((resolve) => signal.addEventListener("abort", () => resolve("stopped")));
          }),
        ),
      );
      assert.equal(await context.wait(child), "stopped");
      context.emit({ type: "run-end", state: "cancelled" });
    },
    async (live) => {
      await started.promise;
      live.deliver({ type: "run-cancel", reason: "enough" });
    },
  );
  assert.deepEqual(typesOf(events).slice(-3), ["run-cancel", "step-end", "run-end"]);
}

async function abandons({ finish, crash, store }: Bench): Promise<void> {
  const started = Promise.withResolvers<void>();
  const program = (quick: boolean) => async (context: RunContext) => {
    await context.step(
      step("work", (signal) => {
        started.resolve();
        if (quick) return Promise.resolve("whole");
        return new Promise<Json>((resolve) => signal.addEventListener("abort", () => resolve("stopped")));
      }),
    );
    context.emit({ type: "run-end", state: "done" });
  };
  await crash(program(false), started.promise);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(typesOf(await store.events(RUN)), ["run-start", "step-start"]);
  assert.deepEqual(typesOf(await finish(program(true))).slice(-2), ["step-end", "run-end"]);
}

async function stopsChild({ finish }: Bench): Promise<void> {
  const results: unknown[] = [];
  await finish(async (context) => {
    const hold = (inner: RunContext) =>
      inner.step(
        step(
          "hold",
          (signal) => new Promise<Json>((resolve) => signal.addEventListener("abort", () => resolve("stopped"))),
        ),
      );
    const stopped = context.child("a", hold);
    const other = context.child("b", (inner) => inner.step(step("quick", async () => "whole")));
    results.push(await context.wait(other));
    context.stop(stopped, "not wanted");
    results.push(await context.wait(stopped));
  });
  assert.deepEqual(results.slice(0, 2), ["whole", "stopped"]);
}

async function sameTimeAndDice({ finish, crash }: Bench): Promise<void> {
  const seen: unknown[][] = [];
  const reached = Promise.withResolvers<void>();
  const program = (last: Promise<Json>) => async (context: RunContext) => {
    const own: unknown[] = [context.now(), context.dice()];
    seen.push(own);
    await context.step(step("one", async () => null));
    own.push(context.now(), context.dice());
    reached.resolve();
    await context.step(step("last", () => last));
  };
  await crash(program(never), reached.promise);
  await finish(program(Promise.resolve(null)));
  assert.equal(seen[0]?.[0], 1000);
  for (const own of seen) assert.deepEqual(own, seen[0]);
}

async function timers({ finish }: Bench): Promise<void> {
  let winner = "";
  const events = await finish(async (context) => {
    const timer = context.timer("short", 5);
    const never_ = context.signalled("never", "plan-approve");
    winner = (await context.race([never_, timer])).name;
  });
  assert.equal(winner, "short");
  const set = events.find((event) => event.type === "timer-set");
  assert.equal(set?.type === "timer-set" ? set.due : 0, 1005);
}

async function tellsInterrupted({ finish, crash }: Bench): Promise<void> {
  const counts: number[] = [];
  const program = (started: () => void, answer: Promise<Json>) => async (context: RunContext) => {
    counts.push(context.interruptions("send"));
    await context.step(
      step("send", () => {
        started();
        return answer;
      }),
    );
  };
  for (let time = 0; time < 2; time++) {
    const { promise, resolve } = Promise.withResolvers<void>();
    await crash(program(resolve, never), promise);
  }
  await finish(program(() => {}, Promise.resolve(null)));
  assert.deepEqual(counts.slice(0, 3), [0, 1, 2]);
}
