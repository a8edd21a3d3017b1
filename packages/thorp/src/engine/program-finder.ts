/** Finds the program of a run from its journal: its team as it was, its conversation up to it, today's code. */
import { aliasedModels, withoutAliases } from "../agents/aliased-models.ts";
import type { AgentServices } from "../agents/assignment.ts";
import type { Team } from "../agents/team.ts";
import type { RunEvent } from "../events/event.ts";
import type { RunRequest } from "../events/run-request.ts";
import type { HistoryMessage } from "../models/brief.ts";
import type { EarlierSummary } from "../orchestration/environment.ts";
import type { PeekFiles } from "../orchestration/look-at-files.ts";
import type { RunProgram } from "../runtime/runtime.ts";
import type { MessageRow, Store } from "../storage/store.ts";
import { startEventOf } from "./live-runs.ts";
import { downtimeIn, runProgram } from "./run-program.ts";
import type { TeamLibrary } from "./team-library.ts";

/** What programs are made of. */
export interface ProgramFinderOptions {
  readonly store: Pick<Store, "messages" | "events">;
  readonly teams: TeamLibrary;
  readonly services: AgentServices;
  readonly models: { smallestWindow(names: readonly string[]): number; readonly ownAliases: ReadonlySet<string> };
  readonly peekFiles: PeekFiles;
}

/** `team` replaces the copy that was kept, for replays with another one. */
export type ProgramFor = (events: readonly RunEvent[], team?: Team) => Promise<RunProgram>;

/** The same journal always gives a program of the same team, however the folder has changed since. */
export function programFinder({ store, teams, services, models, peekFiles }: ProgramFinderOptions): ProgramFor {
  return async (events, otherTeam) => {
    const start = startEventOf(events);
    const written = otherTeam ?? (await teams.kept(start.team, start.teamHash, start.teamFolder));
    const team = withoutAliases(written, models.ownAliases);
    const messages = await store.messages(start.request.conversation);
    const earlier = messages.filter((message) => message.run < start.run && !isTakenBack(message, start.run));
    const top = team.agentsByName.get(team.top);
    const names = [start.request.model, ...Object.values(top === undefined ? {} : aliasedModels(top, team))].flatMap(
      (name) => name ?? [],
    );
    return runProgram({
      start,
      team,
      services,
      peekFiles,
      history: broughtHistory(start.request) ?? earlier.map(({ role, text, labels }) => ({ role, text, labels })),
      earlierSummary: () => newestSummary(store, new Set(earlier.map((message) => message.run))),
      smallestWindow: models.smallestWindow(names),
      downtimeMs: downtimeIn(events),
    });
  };
}

/** Nobody here knows what answers that a client brings along were made from. */
function broughtHistory({ history }: RunRequest): readonly HistoryMessage[] | undefined {
  return history?.map(({ role, text }) =>
    role === "team" ? { role, text, labels: ["agent:client"] } : { role, text },
  );
}

/** What was taken back before a run was asked for is not in its context; a replay of older runs still has it. */
function isTakenBack({ undoneAfter }: MessageRow, run: string): boolean {
  return undoneAfter !== undefined && undoneAfter < run;
}

/** `runs` in the order of the conversation; read from its end, because each summary stands for all before it. */
async function newestSummary(
  store: Pick<Store, "events">,
  runs: ReadonlySet<string>,
): Promise<EarlierSummary | undefined> {
  for (const run of [...runs].reverse()) {
    const compacted = (await store.events(run)).findLast((event) => event.type === "history-compact");
    if (compacted !== undefined) return { messages: compacted.messages, summary: compacted.summary };
  }
  return undefined;
}
