/** Everything that a person wants to see of one run, from its journal and the projections. */
import { ThorpError } from "../base/errors.ts";
import type { RunEvent } from "../events/event.ts";
import type { Store } from "../storage/store.ts";
import type { Plan } from "../wire/plan.ts";
import { openAsks } from "./open-asks.ts";
import type { RunDetail } from "./thorp.ts";

/** Where the rows are. */
export interface ShowOptions {
  readonly store: Pick<Store, "run" | "tasks" | "modelCalls" | "messages">;
  /** This process works on it. */
  readonly live: boolean;
}

/** Rejects with `run-unknown`. */
export async function showRun(events: readonly RunEvent[], { store, live }: ShowOptions): Promise<RunDetail> {
  const id = events[0]?.run ?? "";
  const run = await store.run(id);
  if (run === undefined) throw new ThorpError("run-unknown", `There is no run ${id}.`);
  const plan = planOf(events);
  const end = events.findLast((event) => event.type === "run-end");
  const failure = end?.failure;
  const messages = (await store.messages(run.conversation)).filter((message) => message.run === id);
  return {
    run,
    ...(plan === undefined ? {} : { plan }),
    tasks: await store.tasks(id),
    modelCalls: await store.modelCalls(id),
    messages,
    ...(failure === undefined ? {} : { failure }),
    live,
    open: openAsks(events),
  };
}

/** The run's own plan as it stands now. */
function planOf(events: readonly RunEvent[]): Plan | undefined {
  let plan: Plan | undefined;
  for (const event of events)
    if (event.path === "" && (event.type === "plan-propose" || event.type === "plan-revise")) plan = event.plan;
  return plan;
}
