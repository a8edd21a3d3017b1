/** Runs: list, look, answer, stop, ask again, take back, delete, replay. */
import { type AskedStream, type AskOptions, askAt } from "./asked-stream.ts";
import { type Calls, runPath } from "./calls.ts";
import type { RetryRequest, Signal } from "./wire/ask.generated.ts";
import type { Difference, Run, RunDetail, SeenCall, Undone } from "./wire/run.generated.ts";
import type { RunEvent } from "./wire/run-event.generated.ts";

/** All conditions must hold. */
export interface RunQuery {
  /** Default 50; 500 at most. */
  readonly limit?: number | undefined;
  /** Only runs older than this one: the last of the page before. */
  readonly cursor?: string | undefined;
  readonly conversation?: string | undefined;
  readonly unfinished?: boolean | undefined;
  readonly state?: Run["state"] | undefined;
  readonly team?: string | undefined;
  /** Letters that the request holds. */
  readonly q?: string | undefined;
}

/** All reject with `ThorpApiError`; `run-unknown` for one that is not there. */
export interface RunsClient {
  /** The newest first. */
  list(query?: RunQuery): Promise<readonly Run[]>;
  show(run: string): Promise<RunDetail>;
  /** Events with a sequence number above `after`, in order. */
  events(run: string, after?: number): Promise<readonly RunEvent[]>;
  signal(run: string, signal: Signal): Promise<void>;
  approve(run: string, approval: string, allow?: boolean): Promise<void>;
  /** Whichever revision waits; `plans.approve` can name the one that was seen. */
  approvePlan(run: string, allow?: boolean): Promise<void>;
  answerQuestion(run: string, question: string, text: string): Promise<void>;
  /** Stops it; what was done stays. */
  cancel(run: string): Promise<void>;
  /** Takes an unfinished run up again. */
  resume(run: string): Promise<void>;
  /** Asks the same again, or with `text` something else in its place: a branch beside it. Nothing comes from a cache. */
  retry(run: string, changes?: RetryRequest, options?: AskOptions): Promise<AskedStream>;
  /** Takes back its file changes; with `forget` the whole exchange, when no other follows it. */
  undo(run: string, options?: { readonly forget?: boolean }): Promise<Undone>;
  /** For good; what it spent stays counted. */
  delete(run: string): Promise<void>;
  /** What today's code, or another team, decides otherwise over the recorded inputs; empty when nothing. */
  replay(run: string, options?: { readonly team?: string }): Promise<readonly Difference[]>;
  /** What one model call saw; `path` is its task, the run itself when absent. */
  call(run: string, call: { readonly path?: string; readonly step: string }): Promise<SeenCall>;
}

/** The part of the client for runs. */
export function createRunsClient(calls: Calls): RunsClient {
  const { json, done } = calls;
  const post = (run: string, rest: string, body?: unknown) =>
    ({ method: "POST", path: runPath(run, rest), ...(body === undefined ? {} : { body }) }) as const;
  const signal = (run: string, body: Signal) => done(post(run, "/signals", body));
  return {
    list: async (query = {}) => (await json<{ runs: readonly Run[] }>({ path: "/api/runs", query: { ...query } })).runs,
    show: (run) => json({ path: runPath(run) }),
    events: async (run, after = 0) =>
      (await json<{ events: readonly RunEvent[] }>({ path: runPath(run, "/events"), query: { after } })).events,
    signal,
    approve: (run, approval, allow = true) => signal(run, { type: "approval-answer", approval, allow }),
    approvePlan: (run, allow = true) => signal(run, { type: "plan-approve", allow }),
    answerQuestion: (run, question, text) => signal(run, { type: "question-answer", question, text }),
    cancel: (run) => done(post(run, "/cancel")),
    resume: (run) => done(post(run, "/resume")),
    retry: (run, changes = {}, options = {}) =>
      askAt(calls, { path: runPath(run, "/retry"), body: changes, ...options }),
    undo: (run, options = {}) => json(post(run, "/undo", options)),
    delete: (run) => done({ method: "DELETE", path: runPath(run) }),
    replay: async (run, options = {}) =>
      (await json<{ differences: readonly Difference[] }>(post(run, "/replay", options))).differences,
    call: (run, call) => json({ path: runPath(run, "/call"), query: { ...call } }),
  };
}
