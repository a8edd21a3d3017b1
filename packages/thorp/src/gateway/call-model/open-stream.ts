/** Begins a model's stream, and lets go of it when the call is stopped before it has begun. */
import type { LanguageModelV4, LanguageModelV4CallOptions } from "../../models/language-model.ts";
import type { Flowing } from "../../models/part-flow.ts";

type Opened = Awaited<ReturnType<LanguageModelV4["doStream"]>> & Flowing;

/**
 * Rejects with the signal's reason when it aborts first: a provider that ignores its signal must not hold the run.
 * What such a provider opens too late is closed.
 */
export function openStream(
  model: LanguageModelV4,
  options: LanguageModelV4CallOptions,
  signal: AbortSignal,
): Promise<Opened> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
    const opening: Promise<Opened> = Promise.resolve(model.doStream({ ...options, abortSignal: signal }));
    opening
      .then((opened) => {
        if (signal.aborted) close(opened);
        resolve(opened);
      }, reject)
      .finally(() => signal.removeEventListener("abort", stop));
  });
}

function close(opened: Opened): void {
  if (opened.flow === undefined) opened.stream.cancel().catch(() => {});
  else opened.flow.stop();
}
