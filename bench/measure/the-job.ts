/**
 * The job that everybody does: a supervisor plans three tasks, three workers look something up and answer, the
 * supervisor writes the answer. Eight model calls: a plan of 30 tokens, 3 x 10, 3 x 31, an answer of 60.
 */

export const REQUEST = "Please research three things and combine them.";
/** Answered with the answer at once, in one call: for the cold start. */
export const DIRECT_REQUEST = "Answer at once.";
export const INSTRUCTIONS = "You are an agent.";
export const SUPERVISOR = "fake-supervisor";
export const WORKER = "fake-worker";
export const TASKS = 3;
export const CALLS_PER_RUN = 2 + 2 * TASKS;
export const PLAN_TOKENS = 30;
export const CALL_TOKENS = 10;
export const LOOKED_UP = "DATA for the query";
/** How the server knows that a result of a worker is among what it is sent. */
export const RESULT_MARK = "RESULT wk0";

export const answerTokens: readonly string[] = tokens("ans", 60);
export const workerTokens: readonly string[] = ["RESULT ", ...tokens("wk", 30)];

/** The goal of a task, from 1. */
export function taskGoal(number: number): string {
  return `task ${number} of the request`;
}

/** What the server writes into the call of `plan`. */
export const planArguments = JSON.stringify({
  tasks: Array.from({ length: TASKS }, (_, index) => ({
    id: `t${index + 1}`,
    goal: taskGoal(index + 1),
    agent: "worker",
  })),
});

/** Throws unless the text is the whole answer of the scripted server. */
export function checkAnswer(text: string): void {
  if (text.trim() !== answerTokens.join("").trim())
    throw new Error(`wrong answer: ${JSON.stringify(text.slice(0, 300))}`);
}

export interface Pace {
  /** Milliseconds before the first token; 0 for none. */
  readonly ttft: number;
  /** Tokens per second; 0 for all at once. */
  readonly tps: number;
}

/** A model as people have it: 200 ms to the first token, 50 tokens a second. */
export const livePace: Pace = { ttft: 200, tps: 50 };
export const LIVE_TOOL_MS = 50;

/** Milliseconds until the first token of the answer when nothing but the models and the tool takes time. */
export function idealFirstToken({ ttft, tps }: Pace, toolMs: number): number {
  const call = (count: number) => ttft + ((count - 1) * 1000) / tps;
  return call(PLAN_TOKENS) + call(CALL_TOKENS) + toolMs + call(workerTokens.length) + ttft;
}

function tokens(word: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${word}${index} `);
}
