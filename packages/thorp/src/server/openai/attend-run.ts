/** A run that is answered to a client: followed to its end, cut where the client wants it, stopped when the client leaves. */
import type { Thorp } from "../../engine/thorp.ts";
import { type AnswerDelta, answerDeltas, type DeltaOptions } from "./answer-deltas.ts";
import type { BegunRun } from "./begin-run.ts";
import { cutAtStops } from "./stop-text.ts";

/** Who reads, and how far. */
export interface AttendOptions extends DeltaOptions {
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
  /** Texts at which the answer ends; they are not part of it. */
  readonly stops?: readonly string[];
  /** False: the run goes on without the client. */
  readonly stopsRun?: boolean;
}

/** The answer, and what is called when the reader leaves before its end. */
export interface Attended {
  readonly deltas: AsyncGenerator<AnswerDelta>;
  leave(): void;
}

/** After its end, or while it waits for tools of the client, the run no longer depends on the connection. */
export function attendRun(thorp: Thorp, { run, after }: BegunRun, options: AttendOptions): Attended {
  const { signal, stops = [], stopsRun = true } = options;
  const gone = new AbortController();
  let isOver = false;
  const stop = (reason: string): void => {
    if (isOver || !stopsRun) return;
    isOver = true;
    thorp.cancel(run, reason).catch(() => {});
  };
  const leave = (): void => {
    stop("the client has gone");
    gone.abort();
  };
  if (signal.aborted) leave();
  else signal.addEventListener("abort", leave, { once: true });
  async function* deltas(): AsyncGenerator<AnswerDelta> {
    try {
      const said = await stepsUntil(thorp, { run, after });
      const answer = answerDeltas(thorp.follow(run, { after, signal: gone.signal }), { ...options, said });
      const cut = cutAtStops(answer, stops, () => stop("the answer has reached a stop sequence"));
      for await (const delta of cut) {
        if (delta.kind === "calls" || delta.kind === "end") isOver = true;
        yield delta;
      }
    } finally {
      signal.removeEventListener("abort", leave);
    }
  }
  return { deltas: deltas(), leave };
}

/** The steps of the run itself up to an event: a reader that comes later still gets the words of the last of them. */
async function stepsUntil(thorp: Thorp, { run, after }: BegunRun): Promise<ReadonlySet<string>> {
  if (after === 0) return new Set();
  const events = await thorp.events(run);
  const started = events.filter(({ seq, path }) => seq <= after && path === "");
  return new Set(started.flatMap((event) => (event.type === "step-start" ? [event.step] : [])));
}
