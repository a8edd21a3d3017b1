/** Which exchange may be taken back: the last one that counts, so that nothing later was built upon it. */
import { ThorpError } from "../base/errors.ts";
import type { RunEvent } from "../events/event.ts";
import type { Store } from "../storage/store.ts";
import { startEventOf } from "./live-runs.ts";

const MOST_RUNS = 100_000;

/** The newest run of the conversation, for `run-undo`. Throws `run-state` when the run is not the last that counts. */
export async function lastToForget(events: readonly RunEvent[], store: Pick<Store, "runs">): Promise<string> {
  const { run, request } = startEventOf(events);
  if (!events.some(({ type }) => type === "run-end"))
    throw new ThorpError("run-state", `Run ${run} has not ended.`, { hint: `Run \`thorp runs cancel ${run}\` first.` });
  const runs = await store.runs({ conversation: request.conversation, limit: MOST_RUNS });
  const counting = runs.filter(({ undoneAfter }) => undoneAfter === undefined);
  if (counting[0]?.id !== run) {
    const isUndone = runs.some(({ id, undoneAfter }) => id === run && undoneAfter !== undefined);
    throw new ThorpError(
      "run-state",
      isUndone ? `Run ${run} was taken back already.` : `Run ${run} is not the last of its conversation.`,
      { hint: `Only the last exchange can be forgotten; \`thorp runs undo ${run}\` takes its file changes back.` },
    );
  }
  return runs[0]?.id ?? run;
}
