/** The engine behind the `Thorp` interface: what each call does with store, runs, teams, models and tools. */

import type { Accounts } from "../accounts/accounts.ts";
import type { ToolSpecs } from "../agents/tool-specs.ts";
import type { Clock } from "../base/clock.ts";
import { ThorpError } from "../base/errors.ts";
import type { Ids } from "../base/ids.ts";
import { systemTimeZone } from "../base/system-time-zone.ts";
import type { RunEvent } from "../events/event.ts";
import { replayRun } from "../runtime/embedded/replay-run.ts";
import type { Store } from "../storage/store.ts";
import type { EngineCaches } from "./caches.ts";
import { createAnswerClientCalls } from "./client-calls.ts";
import { conversationCalls } from "./conversation-calls.ts";
import { defaultTeam, type EngineOptions } from "./engine-options.ts";
import type { LiveRuns } from "./live-runs.ts";
import type { EngineModels } from "./model-directory.ts";
import { ownersOf } from "./owners-of.ts";
import type { ProgramFor } from "./program-finder.ts";
import { receiveRequest } from "./receive-request.ts";
import type { RunFollowers } from "./run-followers.ts";
import { showRun } from "./show-run.ts";
import { summariseTeams, summariseTools } from "./summaries.ts";
import type { TeamLibrary } from "./team-library.ts";
import type { Thorp } from "./thorp.ts";

/** Everything that stands behind the interface, already chosen. */
export interface EngineParts {
  readonly options: EngineOptions;
  readonly store: Store;
  readonly runs: LiveRuns;
  readonly followers: RunFollowers;
  readonly teams: TeamLibrary;
  readonly models: EngineModels;
  readonly accounts: Accounts;
  readonly caches: EngineCaches;
  readonly toolSpecs: ToolSpecs;
  readonly programFor: ProgramFor;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly close: () => Promise<void>;
}

/** Adds no behaviour of its own to runs: it checks names, asks the store, and hands signals on. */
export function engineFace(parts: EngineParts): Thorp {
  const { options, store, runs, followers, teams, models, clock, ids } = parts;
  const eventsOf = async (run: string): Promise<readonly RunEvent[]> => {
    const events = await store.events(run);
    if (events.length === 0) throw new ThorpError("run-unknown", `There is no run ${run}.`);
    return events;
  };
  const workspace = options.workspace ?? process.cwd();
  const timeZone = options.timeZone ?? systemTimeZone(options.env ?? process.env);
  let closing: Promise<void> | undefined;

  return {
    async ask(asked) {
      const team = await teams.load(asked.team ?? options.team ?? defaultTeam);
      if (asked.model !== undefined) models.demand(asked.model);
      const request = await receiveRequest(asked, { team, ids, store, workspace, timeZone });
      const run = ids.run();
      const at = clock.now();
      const body = {
        path: "",
        type: "run-start",
        request,
        team: team.name,
        teamHash: team.hash,
        ...(team.folder === undefined ? {} : { teamFolder: team.folder }),
        seed: run,
      } as const;
      store.append({ run, at, body });
      await runs.begin({ ...body, run, seq: 1, at });
      // Whoever gets the id may count on the run: it is on disk.
      await store.committed(run);
      return { run, conversation: request.conversation };
    },
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
    listTools: async () => summariseTools(parts.toolSpecs, await teams.list()),
    close: () => (closing ??= parts.close()),
  };
}

/** For whoever looks after servers and caches. */
function upkeep({ models, caches }: EngineParts): Pick<Thorp, "modelAdmin" | "listCaches" | "clearCaches"> {
  return {
    modelAdmin: models.admin,
    listCaches: async () => caches.summaries(),
    clearCaches: (subject = {}) => caches.clear(subject),
  };
}
