/**
 * From the deltas of a run to a response: its events in order, and the response as it stands after each.
 *
 * What the team does meanwhile is a reasoning item with a summary, what it says a message, and each tool of the client
 * a function call. An item is open until something of another kind comes.
 */
import { errorTable, type Failure } from "../../base/errors.ts";
import type { ClientCall } from "../../events/client-terms.ts";
import type { AnswerDelta, AnswerUsage } from "./answer-deltas.ts";
import type { ResponseNote } from "./response-note.ts";

/** An event without its number. */
export interface ResponseEvent {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** One response under way. */
export interface ResponseBuilder {
  /** The first events of a stream. */
  begin(): readonly ResponseEvent[];
  take(delta: AnswerDelta): readonly ResponseEvent[];
  /** As it stands now. */
  response(): object;
}

/** What is known before the run begins. Times are seconds since 1970. */
export interface ResponseFacts {
  readonly id: string;
  readonly createdAt: number;
  readonly note: ResponseNote;
  readonly now: () => number;
}

type Status = "in_progress" | "completed" | "incomplete" | "failed" | "cancelled";
type Kind = "message" | "reasoning";
interface OpenItem {
  readonly kind: Kind;
  readonly id: string;
  readonly at: number;
  text: string;
}

/** Nothing is begun: events are only made of what it is given. */
export function createResponseBuilder(facts: ResponseFacts): ResponseBuilder {
  const { id, note } = facts;
  const output: object[] = [];
  let open: OpenItem | undefined;
  let status: Status = "in_progress";
  let usage: AnswerUsage | undefined;
  let failure: Failure | undefined;
  let cutBy: "max_output_tokens" | "content_filter" | undefined;
  let endedAt: number | null = null;

  const response = (): object => ({
    ...{ id, object: "response", created_at: facts.createdAt, status, completed_at: endedAt },
    error: failure === undefined || status !== "failed" ? null : responseError(failure),
    incomplete_details: cutBy === undefined ? null : { reason: cutBy },
    ...echoOf(note),
    output: open === undefined ? output : [...output, itemOf(open, "in_progress")],
    usage: usage === undefined ? null : usageOf(usage),
  });

  const close = (): readonly ResponseEvent[] => {
    if (open === undefined) return [];
    const events = closingEvents(open);
    output.push(itemOf(open, "completed"));
    open = undefined;
    return events;
  };
  const write = (kind: Kind, delta: string): readonly ResponseEvent[] => {
    const events: ResponseEvent[] = [];
    if (open?.kind !== kind) {
      events.push(...close());
      const at = output.length;
      open = { kind, at, id: `${kind === "message" ? "msg" : "rs"}_${id.slice(5)}_${at}`, text: "" };
      events.push(...openingEvents(open));
    }
    if (open === undefined) return events;
    open.text += delta;
    events.push(deltaEvent(open, delta));
    return events;
  };
  const finish = (how: Status): readonly ResponseEvent[] => {
    const events = [...close()];
    status = how;
    endedAt = how === "completed" ? Math.floor(facts.now() / 1000) : null;
    // A client that cancels learns it from its own call; the stream has no event of that name.
    return [...events, { type: `response.${how === "cancelled" ? "incomplete" : how}`, response: response() }];
  };

  return {
    response,
    begin: () => [
      { type: "response.created", response: response() },
      { type: "response.in_progress", response: response() },
    ],
    take(delta) {
      switch (delta.kind) {
        case "text":
          return write("message", delta.text);
        case "reasoning":
          return write("reasoning", delta.text);
        case "calls": {
          usage = delta.usage;
          const events = [...close()];
          for (const call of delta.calls) {
            events.push(...callEvents(call, output.length));
            output.push(callItem(call, "completed"));
          }
          return [...events, ...finish("completed")];
        }
        case "end": {
          usage = delta.usage;
          failure = delta.failure;
          if (delta.state === "cancelled") return finish("cancelled");
          if (failure !== undefined && delta.answer === undefined) return finish("failed");
          if (delta.finish === "stop") return finish("completed");
          cutBy = delta.finish === "length" ? "max_output_tokens" : "content_filter";
          return finish("incomplete");
        }
      }
    },
  };
}

function echoOf(note: ResponseNote) {
  return {
    instructions: note.instructions,
    metadata: note.metadata,
    model: note.model,
    parallel_tool_calls: note.parallel,
    temperature: note.temperature,
    top_p: note.topP,
    tool_choice: note.toolChoice,
    tools: note.tools,
    background: note.background,
    max_output_tokens: note.maxOutputTokens,
    previous_response_id: note.previous,
    reasoning: { effort: null, summary: null },
    store: true,
    text: { format: note.format },
    truncation: "disabled",
    service_tier: "default",
    user: null,
  };
}

function openingEvents(item: OpenItem): readonly ResponseEvent[] {
  const added: ResponseEvent = {
    type: "response.output_item.added",
    output_index: item.at,
    item: { ...itemOf(item, "in_progress"), ...(item.kind === "message" ? { content: [] } : { summary: [] }) },
  };
  const place = { item_id: item.id, output_index: item.at };
  return item.kind === "message"
    ? [added, { type: "response.content_part.added", ...place, content_index: 0, part: textPart("") }]
    : [added, { type: "response.reasoning_summary_part.added", ...place, summary_index: 0, part: summaryPart("") }];
}

function deltaEvent(item: OpenItem, delta: string): ResponseEvent {
  const place = { item_id: item.id, output_index: item.at };
  return item.kind === "message"
    ? { type: "response.output_text.delta", ...place, content_index: 0, delta, logprobs: [] }
    : { type: "response.reasoning_summary_text.delta", ...place, summary_index: 0, delta };
}

function closingEvents(item: OpenItem): readonly ResponseEvent[] {
  const place = { item_id: item.id, output_index: item.at };
  const done = { type: "response.output_item.done", output_index: item.at, item: itemOf(item, "completed") };
  const { text } = item;
  if (item.kind === "message")
    return [
      { type: "response.output_text.done", ...place, content_index: 0, text, logprobs: [] },
      { type: "response.content_part.done", ...place, content_index: 0, part: textPart(text) },
      done,
    ];
  return [
    { type: "response.reasoning_summary_text.done", ...place, summary_index: 0, text },
    { type: "response.reasoning_summary_part.done", ...place, summary_index: 0, part: summaryPart(text) },
    done,
  ];
}

function callEvents(call: ClientCall, at: number): readonly ResponseEvent[] {
  const place = { item_id: `fc_${call.id}`, output_index: at };
  return [
    { type: "response.output_item.added", output_index: at, item: { ...callItem(call, "in_progress"), arguments: "" } },
    { type: "response.function_call_arguments.delta", ...place, delta: call.input },
    { type: "response.function_call_arguments.done", ...place, name: call.tool, arguments: call.input },
    { type: "response.output_item.done", output_index: at, item: callItem(call, "completed") },
  ];
}

function itemOf({ kind, id, text }: OpenItem, status: "in_progress" | "completed"): object {
  return kind === "message"
    ? { type: "message", id, status, role: "assistant", content: [textPart(text)] }
    : { type: "reasoning", id, status, summary: [summaryPart(text)] };
}

function callItem({ id, tool, input }: ClientCall, status: "in_progress" | "completed"): object {
  return { type: "function_call", id: `fc_${id}`, call_id: id, name: tool, arguments: input, status };
}

function textPart(text: string): object {
  return { type: "output_text", text, annotations: [], logprobs: [] };
}

function summaryPart(text: string): object {
  return { type: "summary_text", text };
}

/** The protocol has few codes; ours stands in the words' place of origin, the run. */
function responseError({ code, message }: Failure): object {
  const { status } = errorTable[code];
  const kind = status === 429 ? "rate_limit_exceeded" : status < 500 ? "invalid_prompt" : "server_error";
  return { code: kind, message: code === "internal" ? "Something went wrong inside Thorp." : message };
}

function usageOf(usage: AnswerUsage): object {
  return {
    input_tokens: usage.inputTokens,
    input_tokens_details: { cached_tokens: usage.cachedTokens, cache_write_tokens: 0 },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}
