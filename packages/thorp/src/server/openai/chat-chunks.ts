/** Answers of runs in the shapes of chat completions: in chunks as they come, and whole. */
import { ThorpError } from "../../base/errors.ts";
import type { ClientCall } from "../../events/client-terms.ts";
import type { AnswerDelta, AnswerEnd, AnswerUsage } from "./answer-deltas.ts";
import type { Attended } from "./attend-run.ts";
import { dataLine } from "./event-lines.ts";
import { openAiError } from "./openai-error.ts";

/** What all chunks of one answer say. */
export interface ChatHead {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

type Finish = "stop" | "length" | "content_filter" | "tool_calls";

/** One answer for each run, in the order of the runs. Throws what a run failed with that said nothing. */
export async function wholeChat(runs: readonly Attended[], head: ChatHead): Promise<object> {
  const wholes = await Promise.all(runs.map(wholeChoice));
  return {
    ...head,
    object: "chat.completion",
    choices: wholes.map(({ choice }, index) => ({ index, ...choice })),
    usage: usageOf(wholes.map(({ usage }) => usage)),
  };
}

async function wholeChoice({ deltas }: Attended): Promise<{ readonly choice: object; readonly usage: AnswerUsage }> {
  let reasoning = "";
  let text = "";
  for await (const delta of deltas) {
    if (delta.kind === "reasoning") reasoning += delta.text;
    else if (delta.kind === "text") text += delta.text;
    else {
      if (delta.kind === "end" && hasFailed(delta)) throw failureOf(delta);
      const said = {
        role: "assistant",
        content: delta.kind === "end" ? (delta.answer ?? text) : text || null,
        refusal: null,
        ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
        ...(delta.kind === "calls" ? { tool_calls: delta.calls.map(toolCallOf) } : {}),
      };
      return { choice: { message: said, logprobs: null, finish_reason: finishOf(delta) }, usage: delta.usage };
    }
  }
  throw new ThorpError("cancelled", "The client has gone.");
}

/** Chunks of all runs as they come; the last lines are the usage, where it is wanted, and `[DONE]`. */
export async function* chatLines(
  runs: readonly Attended[],
  head: ChatHead,
  wantsUsage: boolean,
): AsyncGenerator<string> {
  const line = (rest: object): string =>
    dataLine({ ...head, object: "chat.completion.chunk", ...(wantsUsage ? { usage: null } : {}), ...rest });
  const choice = (index: number, delta: object, reason: Finish | null = null): string =>
    line({ choices: [{ index, delta, logprobs: null, finish_reason: reason }] });
  for (const index of runs.keys()) yield choice(index, { role: "assistant", content: "" });
  const usages: AnswerUsage[] = [];
  for await (const { index, delta } of merged(runs)) {
    if (delta.kind === "text") yield choice(index, { content: delta.text });
    else if (delta.kind === "reasoning") yield choice(index, { reasoning_content: delta.text });
    else {
      usages.push(delta.usage);
      if (delta.kind === "calls")
        yield choice(index, { tool_calls: delta.calls.map((call, at) => ({ index: at, ...toolCallOf(call) })) });
      if (delta.kind === "end" && hasFailed(delta)) yield dataLine(openAiError(failureOf(delta)));
      else yield choice(index, {}, finishOf(delta));
    }
  }
  if (wantsUsage) yield line({ choices: [], usage: usageOf(usages) });
  yield "data: [DONE]\n\n";
}

async function* merged(
  runs: readonly Attended[],
): AsyncGenerator<{ readonly index: number; readonly delta: AnswerDelta }> {
  const waiting = new Map(runs.map(({ deltas }, index) => [index, nextOf(deltas, index)]));
  while (waiting.size > 0) {
    const { index, result } = await Promise.race(waiting.values());
    const deltas = runs[index]?.deltas;
    if (result.done || deltas === undefined) waiting.delete(index);
    else {
      waiting.set(index, nextOf(deltas, index));
      yield { index, delta: result.value };
    }
  }
}

async function nextOf(deltas: AsyncGenerator<AnswerDelta>, index: number) {
  return { index, result: await deltas.next() };
}

/** A run that broke off after some words has answered as far as it went. */
function hasFailed({ failure, answer }: AnswerEnd): boolean {
  return failure !== undefined && answer === undefined;
}

function failureOf({ failure }: AnswerEnd): ThorpError {
  const { code = "internal", message = "", hint } = failure ?? {};
  return new ThorpError(code, message, hint === undefined ? {} : { hint });
}

function toolCallOf({ id, tool, input }: ClientCall) {
  return { id, type: "function", function: { name: tool, arguments: input } };
}

function finishOf(delta: Extract<AnswerDelta, { kind: "calls" | "end" }>): Finish {
  if (delta.kind === "calls") return "tool_calls";
  return delta.finish === "content-filter" ? "content_filter" : delta.finish;
}

function usageOf(usages: readonly AnswerUsage[]) {
  const sum = (member: keyof AnswerUsage) => usages.reduce((total, usage) => total + usage[member], 0);
  const [prompt, completion] = [sum("inputTokens"), sum("outputTokens")];
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: sum("cachedTokens") },
    completion_tokens_details: { reasoning_tokens: sum("reasoningTokens") },
  };
}
