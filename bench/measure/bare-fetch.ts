/** The floor: the same eight calls by hand with `fetch`. What HTTP, server-sent events and JSON cost by themselves. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Subject, type SubjectOptions, toolDelay } from "./subject.ts";
import { INSTRUCTIONS, LOOKED_UP, SUPERVISOR, WORKER } from "./the-job.ts";

interface ToolCall {
  readonly id: string;
  readonly type: "function";
  readonly function: { readonly name: string; arguments: string };
}
interface Message {
  readonly role: string;
  readonly content: string | null;
  readonly tool_calls?: readonly ToolCall[];
  readonly tool_call_id?: string;
}
interface Chunk {
  readonly choices: readonly {
    readonly delta?: {
      readonly content?: string;
      readonly tool_calls?: readonly {
        readonly index: number;
        readonly id: string;
        readonly function: { readonly name: string; readonly arguments: string };
      }[];
    };
  }[];
}
interface Call {
  readonly model: string;
  readonly messages: readonly Message[];
  readonly tools: readonly object[];
}
type OnToken = (token: string) => void;

const planTool = {
  type: "function",
  function: {
    name: "plan",
    description: "plan",
    parameters: {
      type: "object",
      properties: {
        tasks: {
          type: "array",
          items: {
            type: "object",
            properties: {
              id: { type: "string" },
              goal: { type: "string" },
              agent: { type: "string", enum: ["worker"] },
            },
            required: ["id", "goal", "agent"],
          },
        },
      },
      required: ["tasks"],
    },
  },
};
const lookupTool = {
  type: "function",
  function: {
    name: "lookup",
    description: "lookup",
    parameters: { type: "object", properties: { query: { type: "string" } }, required: ["query"] },
  },
};

export function createBareFetch({ baseURL }: Pick<SubjectOptions, "baseURL">): Subject {
  const callModel = async ({ model, messages, tools }: Call, onToken?: OnToken): Promise<Message> => {
    const response = await fetch(`${baseURL}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer none" },
      body: JSON.stringify({ model, messages, tools, stream: true }),
    });
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    const decoder = new TextDecoder();
    const calls: ToolCall[] = [];
    let rest = "";
    let text = "";
    for await (const bytes of response.body) {
      rest += decoder.decode(bytes, { stream: true });
      for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
        const data = rest.slice("data: ".length, end);
        rest = rest.slice(end + 2);
        if (data === "[DONE]") continue;
        const delta = (JSON.parse(data) as Chunk).choices[0]?.delta;
        if (delta?.content) {
          text += delta.content;
          onToken?.(delta.content);
        }
        for (const { index, id, function: piece } of delta?.tool_calls ?? []) {
          const call = (calls[index] ??= { id, type: "function", function: { name: piece.name, arguments: "" } });
          call.function.arguments += piece.arguments;
        }
      }
    }
    return { role: "assistant", content: text === "" ? null : text, ...(calls.length > 0 && { tool_calls: calls }) };
  };

  const work = async (goal: string): Promise<string> => {
    const messages = conversation(goal);
    for (;;) {
      const said = await callModel({ model: WORKER, messages, tools: [lookupTool] });
      if (said.tool_calls === undefined) return said.content ?? "";
      messages.push(said);
      for (const call of said.tool_calls)
        messages.push({ role: "tool", tool_call_id: call.id, content: await lookUp() });
    }
  };

  return {
    async run(request, onToken) {
      const messages = conversation(request);
      const plan = await callModel({ model: SUPERVISOR, messages, tools: [planTool] });
      const call = plan.tool_calls?.[0];
      const { tasks } = JSON.parse(call?.function.arguments ?? "") as { tasks: readonly { goal: string }[] };
      const results = await Promise.all(tasks.map((task) => work(task.goal)));
      messages.push(plan, { role: "tool", tool_call_id: call?.id ?? "", content: results.join("\n") });
      return (await callModel({ model: SUPERVISOR, messages, tools: [planTool] }, onToken)).content ?? "";
    },
  };
}

function conversation(request: string): Message[] {
  return [
    { role: "system", content: INSTRUCTIONS },
    { role: "user", content: request },
  ];
}

async function lookUp(): Promise<string> {
  await sleep(toolDelay());
  return LOOKED_UP;
}
