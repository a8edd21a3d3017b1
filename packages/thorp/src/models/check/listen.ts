/** One call of a model test, heard to its end. */
import type { Clock } from "../../base/clock.ts";
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4FinishPart,
  LanguageModelV4StreamPart,
} from "../language-model.ts";

/** One question and what it allows. */
export interface Asked
  extends Pick<LanguageModelV4CallOptions, "maxOutputTokens" | "tools" | "responseFormat" | "abortSignal"> {
  readonly text: string;
}

/** Everything that came back. */
export interface Heard {
  readonly text: string;
  readonly reasoning: string;
  readonly deltas: number;
  /** Milliseconds from the call to the first piece. */
  readonly firstMs: number;
  readonly toolCalls: readonly { readonly toolName: string; readonly input: string }[];
  readonly finish: LanguageModelV4FinishPart | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly answeredBy: string | undefined;
  readonly error: unknown;
  /** It was told to stop before it ended, and the stream came to its end so many milliseconds later. */
  readonly isStopped: boolean;
  readonly stopMs: number;
}

/** Without a clock all times are 0. */
export interface ListenOptions {
  readonly clock?: Clock;
  /** Stops the call after so many pieces. */
  readonly stopAfterDeltas?: number;
}

/** Never rejects: a call that is refused is heard as its error. */
export async function listen(
  model: LanguageModelV4,
  { text, abortSignal, ...options }: Asked,
  { clock, stopAfterDeltas = Infinity }: ListenOptions = {},
): Promise<Heard> {
  const now = () => clock?.now() ?? 0;
  const startedAt = now();
  const stopping = new AbortController();
  const signals = [stopping.signal, ...(abortSignal ? [abortSignal] : [])];
  const heard = {
    ...{ text: "", reasoning: "", deltas: 0, firstMs: 0, isStopped: false, stopMs: 0 },
    toolCalls: [] as { toolName: string; input: string }[],
    finish: undefined as LanguageModelV4FinishPart | undefined,
    headers: undefined as Readonly<Record<string, string>> | undefined,
    answeredBy: undefined as string | undefined,
    error: undefined as unknown,
  };
  let stoppedAt = 0;
  const take = (part: LanguageModelV4StreamPart): void => {
    if (part.type === "text-delta" || part.type === "reasoning-delta") {
      if (heard.deltas++ === 0) heard.firstMs = now() - startedAt;
      heard[part.type === "text-delta" ? "text" : "reasoning"] += part.delta;
      if (heard.deltas >= stopAfterDeltas && stoppedAt === 0) {
        stoppedAt = now();
        heard.isStopped = true;
        stopping.abort();
      }
    } else if (part.type === "tool-call") heard.toolCalls.push({ toolName: part.toolName, input: part.input });
    else if (part.type === "response-metadata") heard.answeredBy = part.modelId;
    else if (part.type === "finish") heard.finish = part;
    else if (part.type === "error") heard.error = part.error;
  };
  try {
    const { stream, response } = await model.doStream({
      ...options,
      prompt: [{ role: "user", content: [{ type: "text", text }] }],
      abortSignal: AbortSignal.any(signals),
    });
    heard.headers = response?.headers;
    for await (const part of stream) take(part);
  } catch (error) {
    heard.error = error;
  }
  if (heard.isStopped) heard.stopMs = now() - stoppedAt;
  // It ended well before it noticed.
  if (heard.isStopped && heard.error === undefined && heard.finish?.finishReason.unified === "stop")
    heard.isStopped = false;
  return heard;
}
