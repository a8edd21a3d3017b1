/**
 * The journal of one run, indexed for feeding it to its program again.
 *
 * Steps are found by path and name, so their order does not matter; decisions and races are matched in order per path,
 * because one path is one sequence of calls.
 */
import type { Json } from "../../base/json.ts";
import type { EventBody, RunEvent, SignalEvent, TaskPath } from "../../events/event.ts";
import { answeredId, askedId } from "../../storage/ask-id.ts";

/** What the journal says of one step. Times are milliseconds since 1970. */
export interface StepRecord {
  /** Highest attempt that was begun. */
  attempts: number;
  digest?: string;
  /** Attempts that were under way when a process died. */
  interruptions: number;
  end?: { readonly at: number; readonly result: Json };
}

/** A journal to be read once, from its beginning: what was taken is not given again. */
export interface JournalRecord {
  /** Undefined when the path has decided everything that is recorded. */
  nextDecision(path: TaskPath): EventBody | undefined;
  /** Gives up what is still recorded for the path; later decisions are new. */
  dropDecisions(path: TaskPath): readonly EventBody[];
  nextRace(path: TaskPath): { readonly at: number; readonly winner: string } | undefined;
  step(path: TaskPath, name: string): StepRecord | undefined;
  timer(path: TaskPath, name: string): { readonly due: number; readonly setAt: number } | undefined;
  readonly signals: readonly (RunEvent & SignalEvent)[];
  /** Milliseconds without an engine after `since`. */
  downtime(since: number): number;
  /** Intervals in which a person was being waited for; an open one ends at infinity. */
  readonly waits: readonly { readonly from: number; readonly to: number }[];
  /** Decisions that no program has taken yet, by path. */
  leftOver(): ReadonlyMap<TaskPath, readonly EventBody[]>;
}

const signalTypes: ReadonlySet<string> = new Set<SignalEvent["type"]>([
  "run-cancel",
  "approval-answer",
  "question-answer",
  "client-call-answer",
  "plan-edit",
  "plan-approve",
]);

function isSignal<Event extends EventBody>(event: Event): event is Event & SignalEvent {
  return signalTypes.has(event.type);
}

/** What persons did with a run from outside, after its end, is neither its input nor its decision. */
export function indexJournal(events: readonly RunEvent[]): JournalRecord {
  const decisionsByPath = new Map<TaskPath, EventBody[]>();
  const racesByPath = new Map<TaskPath, { at: number; winner: string }[]>();
  const stepsByKey = new Map<string, StepRecord>();
  const openSteps = new Set<StepRecord>();
  const timersByKey = new Map<string, { due: number; setAt: number }>();
  const signals: (RunEvent & SignalEvent)[] = [];
  const downtimes: { from: number; to: number }[] = [];
  const waits: { id: string; from: number; to: number }[] = [];
  let lastAt = 0;
  const stepOf = (path: TaskPath, name: string) => stepRecordOf(stepsByKey, path, name);

  for (const event of events) {
    switch (event.type) {
      case "run-recover":
        for (const step of openSteps) step.interruptions++;
        openSteps.clear();
        downtimes.push({ from: lastAt, to: event.at });
        break;
      case "step-start": {
        const step = stepOf(event.path, event.step);
        step.attempts = event.attempt;
        step.digest = event.call.digest;
        openSteps.add(step);
        break;
      }
      case "step-fail":
        openSteps.delete(stepOf(event.path, event.step));
        break;
      case "step-end": {
        const step = stepOf(event.path, event.step);
        step.end = { at: event.at, result: event.result };
        openSteps.delete(step);
        break;
      }
      case "run-start":
      case "budget-reserve":
      case "budget-settle":
      case "server-choose":
      case "policy-deny":
      case "content-find":
      case "resource-wait":
      case "file-change":
      case "run-undo":
      case "conversation-rename":
      case "feedback":
        break;
      case "race-end":
        push(racesByPath, event.path, { at: event.at, winner: event.winner });
        break;
      case "timer-set":
        timersByKey.set(`${event.path}#${event.name}`, { due: event.due, setAt: event.at });
        break;
      default:
        if (isSignal(event)) {
          signals.push(event);
          closeWait(waits, event);
        } else {
          openWait(waits, event);
          push(decisionsByPath, event.path, event);
        }
    }
    lastAt = event.at;
  }

  return {
    nextDecision: (path) => decisionsByPath.get(path)?.shift(),
    dropDecisions(path) {
      const dropped = decisionsByPath.get(path) ?? [];
      decisionsByPath.delete(path);
      return dropped;
    },
    nextRace: (path) => racesByPath.get(path)?.shift(),
    step: (path, name) => stepsByKey.get(`${path}#${name}`),
    timer: (path, name) => timersByKey.get(`${path}#${name}`),
    signals,
    downtime: (since) => downtimes.reduce((sum, gap) => sum + Math.max(0, gap.to - Math.max(gap.from, since)), 0),
    waits,
    leftOver: () => new Map([...decisionsByPath].filter(([, decisions]) => decisions.length > 0)),
  };
}

function stepRecordOf(stepsByKey: Map<string, StepRecord>, path: TaskPath, name: string): StepRecord {
  const key = `${path}#${name}`;
  let record = stepsByKey.get(key);
  if (record === undefined) stepsByKey.set(key, (record = { attempts: 0, interruptions: 0 }));
  return record;
}

function push<Key, Value>(valuesByKey: Map<Key, Value[]>, key: Key, value: Value): void {
  const values = valuesByKey.get(key);
  if (values === undefined) valuesByKey.set(key, [value]);
  else values.push(value);
}

function openWait(waits: { id: string; from: number; to: number }[], event: RunEvent): void {
  const id = askedId(event);
  if (id !== undefined) waits.push({ id, from: event.at, to: Infinity });
}

function closeWait(waits: { id: string; to: number }[], event: RunEvent & SignalEvent): void {
  const id = answeredId(event);
  const wait = id === undefined ? undefined : waits.find((open) => open.id === id && open.to === Infinity);
  if (wait !== undefined) wait.to = event.at;
}
