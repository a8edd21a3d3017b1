/** A server of Thorp as an object: ask, follow, answer, look. */
import { type AnswerText, answerOf, answerText } from "./answer-text.ts";
import { type FollowOptions, followRun, type RunUpdate } from "./follow-run.ts";
import { type ClientOptions, createSend } from "./request.ts";
import { type News, type SubscribeOptions, subscribe, type Topic } from "./subscribe.ts";
import type { AskedRun, AskRequest, Model, Run, RunDetail, RunEvent, Signal, Team, Tool } from "./wire.generated.ts";

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** A run that was asked for: iterate over it to follow it. */
export interface AskedStream extends AsyncIterable<RunUpdate> {
  readonly run: string;
  readonly conversation: string;
  /** The answer once the run has ended; rejects with `ThorpRunError` when there is none. */
  answer(options?: CallOptions): Promise<string>;
  /** The answer as it is written: `text` is all of it so far. Ends with the run; rejects as `answer` does. */
  text(options?: CallOptions): AsyncIterable<AnswerText>;
  /** Stops the run; what was done stays. */
  abort(): Promise<void>;
}

export interface ThorpClient {
  ask(request: AskRequest | string, options?: CallOptions): Promise<AskedStream>;
  follow(run: string, options?: FollowOptions): AsyncIterable<RunUpdate>;
  /** Runs, conversations and the inbox as they change, over a WebSocket. */
  subscribe(topic: Topic, options?: SubscribeOptions): AsyncIterable<News>;
  runs: {
    list(filter?: {
      readonly limit?: number;
      readonly conversation?: string;
      readonly unfinished?: boolean;
    }): Promise<readonly Run[]>;
    show(run: string): Promise<RunDetail>;
    events(run: string, after?: number): Promise<readonly RunEvent[]>;
    signal(run: string, signal: Signal): Promise<void>;
    approve(run: string, approval: string, allow?: boolean): Promise<void>;
    approvePlan(run: string, allow?: boolean): Promise<void>;
    answerQuestion(run: string, question: string, text: string): Promise<void>;
    cancel(run: string): Promise<void>;
    resume(run: string): Promise<void>;
  };
  teams(): Promise<readonly Team[]>;
  models(options?: { readonly check?: boolean }): Promise<readonly Model[]>;
  tools(): Promise<readonly Tool[]>;
}

export function createThorpClient(options: ClientOptions = {}): ThorpClient {
  const send = createSend(options);
  const json = async <Value>(...call: Parameters<typeof send>): Promise<Value> =>
    (await (await send(...call)).json()) as Value;
  const runPath = (run: string, rest = ""): string => `/api/runs/${encodeURIComponent(run)}${rest}`;
  const signalRun = async (run: string, body: Signal): Promise<void> => {
    await send({ method: "POST", path: runPath(run, "/signals"), body });
  };
  const cancel = async (run: string): Promise<void> =>
    void (await send({ method: "POST", path: runPath(run, "/cancel") }));
  const follow: ThorpClient["follow"] = (run, how) => ({
    [Symbol.asyncIterator]: () => followRun(send, run, how),
  });

  return {
    async ask(request, { signal } = {}) {
      const body = typeof request === "string" ? { text: request } : request;
      const asked = await json<AskedRun>({ method: "POST", path: "/api/runs", body, signal, repeatable: true });
      return {
        ...asked,
        answer: (how = {}) => answerOf(follow(asked.run, how), asked.run),
        text: (how = {}) => answerText(follow(asked.run, how), asked.run),
        abort: () => cancel(asked.run),
        [Symbol.asyncIterator]: () => followRun(send, asked.run, signal === undefined ? {} : { signal }),
      };
    },
    follow,
    subscribe: (topic, how) => subscribe(options, topic, how),
    runs: {
      list: async (query = {}) => (await json<{ runs: readonly Run[] }>({ path: "/api/runs", query })).runs,
      show: (run) => json<RunDetail>({ path: runPath(run) }),
      events: async (run, after = 0) =>
        (await json<{ events: readonly RunEvent[] }>({ path: runPath(run, "/events"), query: { after } })).events,
      signal: signalRun,
      approve: (run, approval, allow = true) => signalRun(run, { type: "approval-answer", approval, allow }),
      approvePlan: (run, allow = true) => signalRun(run, { type: "plan-approve", allow }),
      answerQuestion: (run, question, text) => signalRun(run, { type: "question-answer", question, text }),
      cancel,
      resume: async (run) => void (await send({ method: "POST", path: runPath(run, "/resume") })),
    },
    teams: async () => (await json<{ teams: readonly Team[] }>({ path: "/api/teams" })).teams,
    models: async (query = {}) => (await json<{ models: readonly Model[] }>({ path: "/api/models", query })).models,
    tools: async () => (await json<{ tools: readonly Tool[] }>({ path: "/api/tools" })).tools,
  };
}
