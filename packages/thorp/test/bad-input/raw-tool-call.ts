/** What the scripted server cannot be told otherwise: a tool call whose arguments are no JSON, or too much of it. */
import type { ServerReply } from "../../src/testing/scripted-server.ts";

/** An event stream with one tool call whose arguments are this text, whatever it is. */
export function rawToolCall(name: string, text: string): ServerReply {
  const head = { id: "raw", object: "chat.completion.chunk", created: 1_790_000_000, model: "raw" };
  const call = { index: 0, id: `call_${text.length}`, type: "function", function: { name, arguments: text } };
  const events = [
    { ...head, choices: [{ index: 0, delta: { tool_calls: [call] }, finish_reason: null }] },
    { ...head, choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] },
  ];
  return { body: `${events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("")}data: [DONE]\n\n` };
}
