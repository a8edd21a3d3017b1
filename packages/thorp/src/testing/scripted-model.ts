/**
 * A model that says what a script tells it to: for tests, simulations and examples. It keeps the contract of the real
 * adapters (a stream ends with `finish`, after an `error` part if something broke), remembers every call, and is
 * strict: a call that the script does not know is an error, not an empty answer.
 */
import { type Clock, createSystemClock, sleep } from "../base/clock.ts";
import { ThorpError } from "../base/errors.ts";
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from "../models/language-model.ts";
import { finishOf, piecesOf, replyAt, type Script, type ScriptedReply, usageOf } from "./scripted-reply.ts";

/** `error` alone: the call is refused. With `breakAfter`: what the stream breaks with. */
export interface ScriptedModelReply extends ScriptedReply {
  readonly error?: Error;
}

/** The script, and how the model calls itself. */
export interface ScriptedModelOptions {
  /** One reply per call in order, or a function of the call; undefined from the function counts as unscripted. */
  readonly script: Script<LanguageModelV4CallOptions, ScriptedModelReply>;
  readonly clock?: Clock;
  readonly provider?: string;
  readonly modelId?: string;
}

/** A model for the seam that remembers what it was asked. */
export interface ScriptedModel extends LanguageModelV4 {
  /** Every call in order, as it was made. */
  readonly calls: readonly LanguageModelV4CallOptions[];
  /** Replies of a list that nobody asked for yet; 0 for a function. */
  readonly unused: number;
}

/**
 * A call beyond the script rejects with `internal` and shows the last message, so that the missing reply is easy to
 * find.
 */
export function createScriptedModel(options: ScriptedModelOptions): ScriptedModel {
  const { script, clock = createSystemClock(), provider = "scripted", modelId = "scripted" } = options;
  const calls: LanguageModelV4CallOptions[] = [];

  const doStream = async (call: LanguageModelV4CallOptions) => {
    const index = calls.push(call) - 1;
    const reply = replyAt(script, call, index);
    if (reply === undefined) throw unscripted(call, index);
    if (call.abortSignal?.aborted) throw cancelled(call.abortSignal);
    if (reply.error && reply.breakAfter === undefined) throw reply.error;
    const parts = partsOf({ reply, call, clock, modelId, callId: `${modelId}-${index}` });
    return { stream: ReadableStream.from(parts) as ReadableStream<LanguageModelV4StreamPart> };
  };

  return {
    specificationVersion: "v4",
    provider,
    modelId,
    supportedUrls: {},
    calls,
    get unused() {
      return typeof script === "function" ? 0 : Math.max(0, script.length - calls.length);
    },
    doStream,
    doGenerate: async (call) => generated(await doStream(call)),
  };
}

type GenerateResult = Awaited<ReturnType<LanguageModelV4["doGenerate"]>>;

const noUsage: LanguageModelV4Usage = {
  inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
};

/** The stream as one result; rejects with the error of its `error` part. */
async function generated({ stream }: Awaited<ReturnType<LanguageModelV4["doStream"]>>): Promise<GenerateResult> {
  const content: GenerateResult["content"] = [];
  const written = { reasoning: "", text: "" };
  const result = {
    usage: noUsage,
    finishReason: { unified: "other", raw: undefined } as GenerateResult["finishReason"],
  };
  for await (const part of stream) {
    if (part.type === "error") throw part.error;
    if (part.type === "reasoning-delta") written.reasoning += part.delta;
    else if (part.type === "text-delta") written.text += part.delta;
    else if (part.type === "reasoning-end" || part.type === "text-end") {
      const type = part.type === "text-end" ? "text" : "reasoning";
      content.push({ type, text: written[type] });
    } else if (part.type === "tool-call") content.push(part);
    else if (part.type === "finish") Object.assign(result, { usage: part.usage, finishReason: part.finishReason });
  }
  return { content, ...result, warnings: [] };
}

interface Performance {
  readonly reply: ScriptedModelReply;
  readonly call: LanguageModelV4CallOptions;
  readonly clock: Clock;
  readonly modelId: string;
  readonly callId: string;
}

/** Never throws: what goes wrong becomes an `error` part, then `finish`. */
async function* partsOf(performance: Performance): AsyncGenerator<LanguageModelV4StreamPart> {
  const { reply, call, modelId, callId } = performance;
  yield { type: "stream-start", warnings: [] };
  yield { type: "response-metadata", id: callId, modelId };
  try {
    yield* bodyOf(performance);
  } catch (error) {
    yield { type: "error", error };
    yield { type: "finish", usage: noUsage, finishReason: { unified: "interrupted", raw: undefined } };
    return;
  }
  const finish = finishOf(reply);
  yield { type: "finish", usage: usageFrom(reply, call), finishReason: { unified: finish, raw: finish } };
}

async function* bodyOf({ reply, call, clock, callId }: Performance): AsyncGenerator<LanguageModelV4StreamPart> {
  let written = 0;
  const beforePiece = async () => {
    if (call.abortSignal?.aborted) throw cancelled(call.abortSignal);
    if (written === reply.breakAfter) throw reply.error ?? brokenOff(written);
    const wait = written === 0 ? reply.delayMs : reply.betweenMs;
    written++;
    if (!wait) return;
    await sleep(clock, wait, call.abortSignal).catch(() => {
      throw cancelled(call.abortSignal);
    });
  };
  for (const type of ["reasoning", "text"] as const) {
    const pieces = piecesOf(reply[type]);
    if (pieces.length === 0) continue;
    yield { type: `${type}-start`, id: type };
    for (const delta of pieces) {
      await beforePiece();
      yield { type: `${type}-delta`, id: type, delta };
    }
    yield { type: `${type}-end`, id: type };
  }
  for (const [at, { name, input, id = `${callId}-${at}` }] of (reply.toolCalls ?? []).entries()) {
    await beforePiece();
    const text = JSON.stringify(input);
    yield { type: "tool-input-start", id, toolName: name };
    yield { type: "tool-input-delta", id, delta: text };
    yield { type: "tool-input-end", id };
    yield { type: "tool-call", toolCallId: id, toolName: name, input: text };
  }
  if (reply.breakAfter !== undefined && written <= reply.breakAfter) throw reply.error ?? brokenOff(written);
  if (written === 0) await beforePiece();
}

function usageFrom(reply: ScriptedReply, call: LanguageModelV4CallOptions): LanguageModelV4Usage {
  if (reply.usage === "missing") return noUsage;
  const { input, output, cached, reasoning, cost } = usageOf(reply, JSON.stringify(call.prompt).length);
  return {
    inputTokens: { total: input, noCache: input - cached, cacheRead: cached, cacheWrite: undefined },
    outputTokens: { total: output, text: output - reasoning, reasoning },
    ...(cost !== undefined && { raw: { cost } }),
  };
}

function unscripted(call: LanguageModelV4CallOptions, index: number): ThorpError {
  const last = JSON.stringify(call.prompt.at(-1) ?? null).slice(0, 300);
  return new ThorpError("internal", `call ${index + 1} of the scripted model has no reply; its last message: ${last}`, {
    hint: "Give the script one more reply, or find out why the call was made.",
  });
}

function brokenOff(pieces: number): ThorpError {
  return new ThorpError("model-unavailable", `the scripted stream broke off after ${pieces} pieces`);
}

function cancelled(signal: AbortSignal | undefined): ThorpError {
  const reason: unknown = signal?.reason;
  return reason instanceof ThorpError
    ? reason
    : new ThorpError("cancelled", "the call to the scripted model was cancelled", { cause: reason });
}
