/** The embedded `RunContext`: a program's view of one path of a run, over the journal in a Store. */
import { createSeededDice } from "../../base/dice.ts";
import { ThorpError } from "../../base/errors.ts";
import { type Json, stableStringify } from "../../base/json.ts";
import type { EventBody, SignalEvent, TaskPath } from "../../events/event.ts";
import type { Handle, RunContext } from "../../events/run-context.ts";
import { answeredId, askedId } from "../../storage/ask-id.ts";
import type { RunScope, StampedSignal } from "./run-scope.ts";
import { runStep } from "./run-step.ts";

/** What a handle is inside: its value, and the time that the waiting path takes over. */
interface Settled {
  readonly name: string;
  readonly at: number;
  readonly value: unknown;
}
interface EmbeddedHandle extends Handle<never> {
  readonly settled: Promise<Settled>;
  readonly abort?: AbortController | undefined;
}

const never = new Promise<never>(() => {});

/** When a path begins (milliseconds since 1970) and what stops it. */
export interface PathStart {
  readonly startedAt: number;
  /** Aborts when the path above is stopped. */
  readonly signal: AbortSignal;
}

/** The context of one path; children get contexts of their own over the same scope. */
export function createRunContext(scope: RunScope, path: TaskPath, start: PathStart): RunContext {
  const { signal } = start;
  let now = start.startedAt;
  const dice = createSeededDice(`${scope.seed}/${path}`);
  const childNames = new Set<string>();
  const reached = (at: number): void => {
    if (at > now) now = at;
  };

  return {
    run: scope.run,
    path,
    signal,
    now: () => now,
    dice,
    emit: (decision) => decide(scope, { path, ...decision } as EventBody),
    async step(request) {
      const end = await runStep(scope, { path, signal }, request);
      reached(end.at);
      return end.result;
    },
    async steps(requests) {
      const ends = await Promise.all(requests.map((request) => runStep(scope, { path, signal }, request)));
      for (const end of ends) reached(end.at);
      return ends.map((end) => end.result);
    },
    child(name, program) {
      if (childNames.has(name))
        throw new ThorpError("internal", `Task ${path || "run"} has two children named ${name}.`);
      childNames.add(name);
      const childPath = path === "" ? name : `${path}/${name}`;
      const abort = linkedAbort(scope, signal);
      const context = createRunContext(scope, childPath, { startedAt: now, signal: abort.signal });
      const settled = Promise.resolve()
        .then(() => program(context))
        .then((value): Settled => ({ name, at: context.now(), value }));
      return handle(name, settled, abort);
    },
    stop: (child, reason) => (child as EmbeddedHandle).abort?.abort(new ThorpError("cancelled", reason)),
    signalled: (name, type, matches) =>
      handle(
        name,
        awaitSignal(
          scope,
          name,
          (signal) => signal.type === type && (matches === undefined || matches(signal as never)),
        ),
      ),
    timer: (name, ms, options) =>
      handle(name, awaitTimer(scope, path, { name, ms, now, pauses: options?.pauses ?? false })),
    async race(handles) {
      const winner = await raceHandles(scope, path, handles as readonly EmbeddedHandle[]);
      reached(winner.at);
      return { name: winner.name, value: winner.value };
    },
    async wait(waited) {
      const settled = await (waited as unknown as EmbeddedHandle).settled;
      reached(settled.at);
      return settled.value as never;
    },
    interruptions: (step) => scope.record.step(path, step)?.interruptions ?? 0,
    waitedForPerson: () => waitedUntil(scope, now),
  };
}

function handle<Result>(name: string, settled: Promise<Settled>, abort?: AbortController): Handle<Result> {
  // A handle that lost every race may fail later; its failure is then nobody's.
  settled.catch(() => {});
  const made: Handle<Result> & { settled: Promise<Settled>; abort: AbortController | undefined } = {
    name,
    settled,
    abort,
  };
  return made;
}

function linkedAbort(scope: RunScope, above: AbortSignal): AbortController {
  const abort = new AbortController();
  if (above.aborted) abort.abort(above.reason);
  const pass = () => abort.abort(above.reason);
  above.addEventListener("abort", pass, { once: true });
  scope.onDispose(() => above.removeEventListener("abort", pass));
  return abort;
}

function decide(scope: RunScope, decided: EventBody): void {
  scope.activity++;
  const recorded = scope.record.nextDecision(decided.path);
  if (recorded === undefined) {
    if (scope.live === undefined)
      scope.onDifference({ kind: "decision", path: decided.path, decided: decided as unknown as Json });
    noteWait(scope, decided, scope.append(decided));
    return;
  }
  if (sameDecision(recorded, decided)) return;
  scope.onDifference({ kind: "decision", path: decided.path, recorded, decided: decided as unknown as Json });
  if (scope.live === undefined) return;
  // Other code than the one that wrote the journal: what it had decided on this path no longer holds.
  scope.record.dropDecisions(decided.path);
  scope.append(decided);
}

/** Equal but for what the store added. */
function sameDecision(recorded: EventBody, decided: EventBody): boolean {
  const {
    run: _run,
    seq: _seq,
    at: _at,
    ...body
  } = recorded as EventBody & { run?: string; seq?: number; at?: number };
  return stableStringify(body) === stableStringify(decided);
}

async function raceHandles(scope: RunScope, path: TaskPath, handles: readonly EmbeddedHandle[]): Promise<Settled> {
  scope.activity++;
  const recorded = scope.record.nextRace(path);
  if (recorded !== undefined) {
    const winner = handles.find((entrant) => entrant.name === recorded.winner);
    if (winner !== undefined) return { ...(await winner.settled), at: recorded.at };
    scope.onDifference({
      kind: "race",
      path,
      recorded: recorded.winner,
      among: handles.map((entrant) => entrant.name),
    });
  }
  if (scope.live === undefined) return never;
  const winner = await Promise.race(handles.map((entrant) => entrant.settled));
  return { ...winner, at: scope.append({ path, type: "race-end", winner: winner.name }) };
}

function awaitSignal(scope: RunScope, name: string, matches: (signal: SignalEvent) => boolean): Promise<Settled> {
  const settledBy = ({ at, signal }: StampedSignal): Settled => ({ name, at, value: signal });
  const arrived = scope.signals.find(({ signal }) => matches(signal));
  if (arrived !== undefined) return Promise.resolve(settledBy(arrived));
  return new Promise((resolve) => {
    const stop = scope.onSignal((stamped) => {
      if (!matches(stamped.signal)) return;
      stop();
      resolve(settledBy(stamped));
    });
  });
}

interface TimerRequest {
  readonly name: string;
  readonly ms: number;
  readonly now: number;
  readonly pauses: boolean;
}

function awaitTimer(scope: RunScope, path: TaskPath, { name, ms, now, pauses }: TimerRequest): Promise<Settled> {
  const recorded = scope.record.timer(path, name);
  let due = recorded?.due ?? now + ms;
  if (recorded === undefined) scope.append({ path, type: "timer-set", name, due });
  else if (pauses) due += scope.record.downtime(recorded.setAt);
  // In a replay a timer rings only where the record of a race says so.
  if (scope.live === undefined) return Promise.resolve({ name, at: due, value: undefined });
  return new Promise((resolve) => {
    scope.onDispose(scope.clock.after(due - scope.clock.now(), () => resolve({ name, at: due, value: undefined })));
  });
}

function noteWait(scope: RunScope, decided: EventBody, at: number): void {
  const id = askedId(decided);
  if (id === undefined) return;
  const wait = { from: at, to: Infinity };
  (scope.record.waits as { from: number; to: number }[]).push(wait);
  const stop = scope.onSignal(({ at: answeredAt, signal }) => {
    if (answeredId(signal) !== id) return;
    wait.to = answeredAt;
    stop();
  });
}

/** Length of the union of all waits before `until`. */
function waitedUntil(scope: RunScope, until: number): number {
  const waits = [...scope.record.waits].sort((a, b) => a.from - b.from);
  let total = 0;
  let covered = 0;
  for (const { from, to } of waits) {
    const start = Math.max(from, covered);
    const end = Math.min(to, until);
    if (end > start) total += end - start;
    covered = Math.max(covered, end);
  }
  return total;
}
