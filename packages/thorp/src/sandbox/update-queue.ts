/** From callbacks to a loop: what a program tells, kept until it is asked for. */
import type { ProgramUpdate } from "./sandbox.ts";

/** What callbacks put in and a loop takes out. The producer bounds it: by the limit of the output. */
export interface UpdateQueue {
  push(update: ProgramUpdate): void;
  /** Ends after the update that is an end. */
  updates(): AsyncGenerator<ProgramUpdate, void>;
}

/** Empty at first. */
export function createUpdateQueue(): UpdateQueue {
  const waiting: ProgramUpdate[] = [];
  let wake = (): void => {};
  return {
    push(update) {
      const last = waiting.at(-1);
      // One long print comes in many pieces; nobody needs them apart.
      if (update.kind === "output" && last?.kind === "output" && last.stream === update.stream)
        waiting[waiting.length - 1] = { ...last, text: last.text + update.text };
      else waiting.push(update);
      wake();
    },
    async *updates() {
      for (;;) {
        const next = waiting.shift();
        if (next === undefined) {
          const { promise, resolve } = Promise.withResolvers<void>();
          wake = resolve;
          await promise;
          continue;
        }
        yield next;
        if (next.kind === "end") return;
      }
    },
  };
}
