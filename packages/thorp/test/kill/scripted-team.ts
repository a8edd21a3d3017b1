/** What the scripted server answers in the kill suite, and by which name each of its calls is counted. */
import type { ServerReply, ServerRequest } from "../../src/testing/scripted-server.ts";

export const ANSWER = Array.from({ length: 40 }, (_, i) => `ans${i} `);
const RESULT = Array.from({ length: 12 }, (_, i) => `wk${i} `);
const WRITES = new Set([6, 11]);

/** Twelve tasks: ten that look something up, two that write, the last one works from all others. */
const tasks = Array.from({ length: 12 }, (_, index) => {
  const number = index + 1;
  const needs =
    number === 12
      ? Array.from({ length: 11 }, (__, i) => `t${i + 1}`)
      : number > 4 && number % 2 === 1
        ? [`t${number - 4}`]
        : [];
  return {
    id: `t${number}`,
    goal: WRITES.has(number) ? `write line ${number}` : `look up item ${number}`,
    agent: "worker",
    needs,
  };
});

interface ChatMessage {
  readonly role: string;
  readonly content: unknown;
}

export function reply(request: ServerRequest): ServerReply {
  const call = readCall(request);
  if (call.kind === "plan") return { toolCalls: [{ name: "plan", input: { tasks } }], delayMs: 2 };
  if (call.kind === "synthesis") return { text: ANSWER, delayMs: 2, betweenMs: 2 };
  if (call.done) return { text: ["RESULT ", ...RESULT], delayMs: 2, betweenMs: 2 };
  const writes = call.goal.startsWith("write");
  const input = writes ? { line: call.goal } : { query: call.goal };
  return { toolCalls: [{ name: writes ? "add_line" : "lookup", input }], delayMs: 3 };
}

/** `path#step` of the call that a request belongs to: the name under which its end stands in the journal. */
export function keyOf(request: ServerRequest): string {
  const call = readCall(request);
  if (call.kind === "plan") return "#model-1";
  if (call.kind === "synthesis") return "#answer-model-1";
  return `${tasks.find((task) => task.goal === call.goal)?.id ?? "?"}#model-${call.done ? 2 : 1}`;
}

type Call =
  | { readonly kind: "plan" }
  | { readonly kind: "synthesis" }
  | { readonly kind: "work"; readonly goal: string; readonly done: boolean };

function readCall({ body }: ServerRequest): Call {
  const messages = body["messages"] as readonly ChatMessage[];
  if (body["model"] === "supervisor") return { kind: body["tools"] === undefined ? "synthesis" : "plan" };
  const text = JSON.stringify(messages.find((message) => message.role === "user")?.content ?? "");
  const goal = /(?:look up item|write line) \d+/.exec(text)?.[0] ?? "";
  return { kind: "work", goal, done: messages.some((message) => message.role === "tool") };
}
