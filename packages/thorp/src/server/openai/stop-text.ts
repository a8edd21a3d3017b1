/** Stop sequences, held by the server whatever models and tasks wrote the answer. */
import type { AnswerDelta } from "./answer-deltas.ts";

/**
 * The same deltas up to the first stop sequence. `onStop` is called there; the end is then a good one. Of the text at
 * most the letters are held back that may begin a stop sequence.
 */
export async function* cutAtStops(
  deltas: AsyncIterable<AnswerDelta>,
  stops: readonly string[],
  onStop: () => void,
): AsyncGenerator<AnswerDelta> {
  let held = "";
  let shown = "";
  let isCut = false;
  for await (const delta of deltas) {
    if (delta.kind === "text") {
      if (isCut) continue;
      held += delta.text;
      const at = firstStop(held, stops);
      isCut = at >= 0;
      const safe = isCut ? at : held.length - possibleStart(held, stops);
      const text = held.slice(0, safe);
      held = held.slice(safe);
      shown += text;
      if (text !== "") yield { kind: "text", text };
      if (isCut) onStop();
      continue;
    }
    if (isCut && delta.kind !== "end") continue;
    if (!isCut && (delta.kind === "end" || delta.kind === "calls") && held !== "") {
      yield { kind: "text", text: held };
      shown += held;
      held = "";
    }
    if (!isCut || delta.kind !== "end") yield delta;
    else {
      const { failure: _failure, ...end } = delta;
      yield { ...end, state: "done", finish: "stop", answer: shown };
    }
  }
}

function firstStop(text: string, stops: readonly string[]): number {
  const places = stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  return places.length === 0 ? -1 : Math.min(...places);
}

/** Letters at the end that a stop sequence may begin with. */
function possibleStart(text: string, stops: readonly string[]): number {
  let longest = 0;
  for (const stop of stops) {
    for (let length = Math.min(stop.length - 1, text.length); length > longest; length--)
      if (text.endsWith(stop.slice(0, length))) longest = length;
  }
  return longest;
}
