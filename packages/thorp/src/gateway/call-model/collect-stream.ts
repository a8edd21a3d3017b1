/** Reads one model reply to its end: text out as frames while it comes, everything together at the end. */
import type { LanguageModelV4StreamPart } from "../../models/language-model.ts";
import type { PartFlow } from "../../models/part-flow.ts";
import { type CollectedStream, type CollectPartsOptions, collectParts, type PartCollector } from "./collect-parts.ts";

/** Who hears of the reply while it comes, and who stops it. */
export interface CollectOptions extends CollectPartsOptions {
  readonly signal: AbortSignal;
}

/** What `doStream` gave: the flow is taken where there is one. */
export interface Streamed {
  readonly flow?: PartFlow;
  readonly stream: ReadableStream<LanguageModelV4StreamPart>;
}

/** Parts that may have arrived before a call was stopped; a provider that goes on writing is not listened to. */
const MOST_ARRIVED = 200;

/**
 * Throws `model-output` when the reply ends without a good finish, does not end at all or repeats itself, the error of
 * an error part, and the signal's reason when it aborts, even if the provider takes no notice of it.
 */
export async function collectStream(streamed: Streamed, options: CollectOptions): Promise<CollectedStream> {
  const parts = collectParts(options);
  try {
    if (streamed.flow !== undefined) await readFlow(streamed.flow, parts, options.signal);
    else await readStream(streamed.stream, parts, options.signal);
    return parts.whole();
  } catch (error) {
    parts.breakOff();
    throw error;
  }
}

/** A flow hears the signal by itself and comes to its end then. */
function readFlow(flow: PartFlow, parts: PartCollector, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    flow.start({
      part(part) {
        try {
          parts.take(part);
        } catch (error) {
          flow.stop();
          reject(error);
        }
      },
      end: () => (signal.aborted ? reject(signal.reason) : resolve()),
    });
  });
}

async function readStream(
  stream: ReadableStream<LanguageModelV4StreamPart>,
  parts: PartCollector,
  signal: AbortSignal,
): Promise<void> {
  const reader = stream.getReader();
  let afterAbort = 0;
  const stop = () => void reader.cancel().catch(() => {});
  // Ends a read that is waiting, but not before what had arrived is read: a provider that heard the signal ends by itself.
  const stopSoon = () => void setImmediate(stop);
  signal.addEventListener("abort", stopSoon, { once: true });
  if (signal.aborted) stopSoon();
  try {
    for (;;) {
      const { done, value: part } = await reader.read();
      if (signal.aborted && (done || part.type === "error" || part.type === "finish" || afterAbort++ > MOST_ARRIVED))
        throw signal.reason;
      if (done) return;
      parts.take(part);
      if (parts.failure !== undefined) return await readFinish(reader, parts);
    }
  } finally {
    signal.removeEventListener("abort", stopSoon);
    // Closes the connection when we leave early; a stream at its end ignores it.
    stop();
  }
}

/** After an error the end still says what was used; it is there at once or not at all. */
async function readFinish(
  reader: ReadableStreamDefaultReader<LanguageModelV4StreamPart>,
  parts: PartCollector,
): Promise<void> {
  const soon = new Promise<undefined>((resolve) => setImmediate(resolve, undefined));
  for (;;) {
    const next = await Promise.race([reader.read(), soon]);
    if (next === undefined || next.done) return;
    if (next.value.type === "finish") parts.take(next.value);
  }
}
