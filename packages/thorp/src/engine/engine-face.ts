/** The engine behind the `Thorp` interface: what each call does with store, runs, teams, models and tools. */

import { ThorpError } from "../base/errors.ts";
import type { RunEvent } from "../events/event.ts";
import { replayRun } from "../runtime/embedded/replay-run.ts";
import { runBeginner } from "./begin-run.ts";
import { createAnswerClientCalls } from "./client-calls.ts";
import { conversationCalls } from "./conversation-calls.ts";
import type { EngineParts } from "./engine-parts.ts";
import { ownersOf } from "./owners-of.ts";
import { showRun } from "./show-run.ts";
import { summariseTeams, summariseTools } from "./summaries.ts";
import type { Thorp } from "./thorp.ts";

/** Adds no behaviour of its own to runs: it checks names, asks the store, and hands signals on. */
export function engineFace(parts: EngineParts): Thorp {
  const { store, runs, followers, teams, models, clock } = parts;
  const eventsOf = async (run: string): Promise<readonly RunEvent[]> => {
    const events = await store.events(run);
    if (events.length === 0) throw new ThorpError("run-unknown", `There is no run ${run}.`);
    return events;
  };
  let closing: Promise<void> | undefined;

  return {
    ask: runBeginner(parts),
    follow: (run, how = {}) => followers.follow(run, how),
    async signal(run, signal) {
      if (runs.signal(run, signal)) return;
      await eventsOf(run);
      throw new ThorpError("run-state", `Run ${run} is not under way here.`, {
        hint: `Run \`thorp runs resume ${run}\` first.`,
      });
    },
    answerClientCalls: createAnswerClientCalls({ store, runs }),
    resume: (run) => runs.resume(run),
    async cancel(run, reason) {
      if (runs.signal(run, { type: "run-cancel", reason })) return;
      const events = await eventsOf(run);
      if (events.some((event) => event.type === "run-end"))
        throw new ThorpError("run-state", `Run ${run} has ended already.`);
      const failure = { code: "cancelled", message: reason } as const;
      store.append({ run, at: clock.now(), body: { path: "", type: "run-end", state: "cancelled", failure } });
      await store.committed(run);
    },

    listRuns: (filter) => store.runs(filter),
    findRun: (run) => store.run(run),
    showRun: async (run) => showRun(await eventsOf(run), { store, live: runs.has(run) }),
    events: (run, after) => store.events(run, after),
    async replay(run, how = {}) {
      const events = await eventsOf(run);
      const team = how.team === undefined ? undefined : await teams.load(how.team);
      return replayRun(events, await parts.programFor(events, team));
    },
    async deleteRun(run) {
      if (runs.has(run))
        throw new ThorpError("run-state", `Run ${run} is under way.`, {
          hint: `Run \`thorp runs cancel ${run}\` first.`,
        });
      await eventsOf(run);
      await store.deleteRun(run);
    },
    blob: (hash) => store.blob(hash),
    ownersOf: (subject) => ownersOf(store, subject),
    accounts: parts.accounts,
    ...conversationCalls({ store, clock, eventsOf }),

    listTeams: async () => summariseTeams(await teams.list()),
    listModels: (how) => models.list(how),
    ...upkeep(parts),
    embed: (request) => models.embed(request),
    listTools: async () => summariseTools(parts.toolSpecs, await teams.list()),
    close: () => (closing ??= parts.close()),
  };
}

/** For whoever looks after servers and caches. */
function upkeep({
  operations,
  models,
  caches,
}: EngineParts): Pick<Thorp, "operations" | "modelAdmin" | "listCaches" | "clearCaches"> {
  return {
    operations,
    modelAdmin: models.admin,
    listCaches: async () => caches.summaries(),
    clearCaches: (subject = {}) => caches.clear(subject),
  };
}
