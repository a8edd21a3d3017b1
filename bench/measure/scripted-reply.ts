/** What the scripted model says to a request: it follows from the model's name and the messages alone. */
import {
  answerTokens,
  CALL_TOKENS,
  DIRECT_REQUEST,
  LOOKED_UP,
  PLAN_TOKENS,
  planArguments,
  RESULT_MARK,
  SUPERVISOR,
  TASKS,
  WORKER,
  workerTokens,
} from "./the-job.ts";

export interface ChatRequest {
  readonly model: string;
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
  readonly messages: readonly { readonly role: string; readonly content?: unknown }[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
}

/** One per token. */
export type Delta = Readonly<Record<string, unknown>>;

export type Reply =
  | {
      readonly kind: "plan" | "lookup" | "result" | "answer";
      readonly finish: "stop" | "tool_calls";
      readonly deltas: readonly Delta[];
    }
  | { readonly kind: "wrong"; readonly why: string };

export function scriptedReply({ model, messages, tools = [] }: ChatRequest, callId: string): Reply {
  const names = tools.map((tool) => tool.function.name);
  if (model === WORKER) {
    if (messages.some((message) => message.role === "tool" && JSON.stringify(message.content).includes(LOOKED_UP)))
      return { kind: "result", finish: "stop", deltas: textDeltas(workerTokens) };
    if (!names.includes("lookup")) return { kind: "wrong", why: `a worker without lookup: ${names.join(", ")}` };
    const input = JSON.stringify({ query: "what the task asks for" });
    return {
      kind: "lookup",
      finish: "tool_calls",
      deltas: callDeltas("lookup", input, { id: callId, count: CALL_TOKENS }),
    };
  }
  if (model !== SUPERVISOR) return { kind: "wrong", why: `no such model: ${model}` };
  const all = JSON.stringify(messages);
  const results = all.split(RESULT_MARK).length - 1;
  if (results >= TASKS || all.includes(DIRECT_REQUEST))
    return { kind: "answer", finish: "stop", deltas: textDeltas(answerTokens) };
  if (!names.includes("plan")) return { kind: "wrong", why: `no tool to plan with, and ${results} results` };
  return {
    kind: "plan",
    finish: "tool_calls",
    deltas: callDeltas("plan", planArguments, { id: callId, count: PLAN_TOKENS }),
  };
}

function textDeltas(tokens: readonly string[]): Delta[] {
  return tokens.map((content) => ({ content }));
}

/** The call in exactly `count` deltas: the name first, then the arguments in equal pieces. */
function callDeltas(
  name: string,
  input: string,
  { id, count }: { readonly id: string; readonly count: number },
): Delta[] {
  const piece = Math.ceil(input.length / (count - 1));
  const rest = Array.from({ length: count - 1 }, (_, index) => ({
    tool_calls: [{ index: 0, function: { arguments: input.slice(index * piece, (index + 1) * piece) } }],
  }));
  return [{ tool_calls: [{ index: 0, id, type: "function", function: { name, arguments: "" } }] }, ...rest];
}
