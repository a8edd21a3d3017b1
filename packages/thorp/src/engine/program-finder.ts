/** Finds the program of a run from its journal: its team as it was, its conversation up to it, today's code. */
import { aliasedModels, withoutAliases } from "../agents/aliased-models.ts";
import type { AgentServices } from "../agents/assignment.ts";
import type { Team } from "../agents/team.ts";
import { seenByTeam } from "../agents/tool-patterns.ts";
import type { RunEvent } from "../events/event.ts";
import type { RunRequest } from "../events/run-request.ts";
import type { ModelCall } from "../gateway/call-model/model-call.ts";
import type { HistoryMessage } from "../models/brief.ts";
import type { EarlierSummary } from "../orchestration/environment.ts";
import type { PeekFiles } from "../orchestration/look-at-files.ts";
import type { RunProgram } from "../runtime/runtime.ts";
import type { MessageRow, Store } from "../storage/store.ts";
import type { EngineTools } from "./engine-tools.ts";
import { afterOf, wayTo } from "./lineage.ts";
import { startEventOf } from "./live-runs.ts";
import { downtimeIn, runProgram } from "./run-program.ts";
import type { TeamLibrary } from "./team-library.ts";

/** What programs are made of. */
export interface ProgramFinderOptions {
  readonly store: Pick<Store, "messages" | "events" | "lineage" | "run">;
  readonly teams: TeamLibrary;
  readonly services: Omit<AgentServices, "toolSpecs" | "toolStanding" | "toolTrouble">;
  /** The tools as they are now: a program keeps those that it began with. */
  readonly tools: Pick<EngineTools, "specs" | "standing" | "trouble">;
  readonly models: { smallestWindow(names: readonly string[]): number; readonly ownAliases: ReadonlySet<string> };
  readonly peekFiles: PeekFiles;
}

/** `team` replaces the copy that was kept, for replays with another one. */
export type ProgramFor = (events: readonly RunEvent[], team?: Team, onCall?: OnCall) => Promise<RunProgram>;

/** Hears of each model call that the program makes, recorded or not. */
export type OnCall = (path: string, call: ModelCall) => void;

/** The same journal always gives a program of the same team, however the folder has changed since. */
export function programFinder({ store, teams, models, peekFiles, ...parts }: ProgramFinderOptions): ProgramFor {
  return async (events, otherTeam, onCall) => {
    const start = startEventOf(events);
    const written = otherTeam ?? (await teams.kept(start.team, start.teamHash, start.teamFolder));
    const team = withoutAliases(written, models.ownAliases);
    const toolSpecs = seenByTeam(parts.tools.specs(), team.folder);
    const services = {
      ...parts.services,
      toolSpecs,
      toolStanding: parts.tools.standing(),
      toolTrouble: parts.tools.trouble(),
    };
    const earlier = await earlierMessages(store, start);
    const top = team.agentsByName.get(team.top);
    const names = [start.request.model, ...Object.values(top === undefined ? {} : aliasedModels(top, team))].flatMap(
      (name) => name ?? [],
    );
    return runProgram({
      start,
      team,
      services: onCall === undefined ? services : overheard(services, onCall),
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

function overheard(services: AgentServices, onCall: OnCall): AgentServices {
  return {
    ...services,
    callModel(context, run, call) {
      onCall(context.path, call);
      return services.callModel(context, run, call);
    },
  };
}

/** What was said on the way to a run, when it was asked for: an answer that came later is not in its context. */
async function earlierMessages(
  store: ProgramFinderOptions["store"],
  { run, at, request: { conversation, after } }: ReturnType<typeof startEventOf>,
): Promise<readonly MessageRow[]> {
  const last = after ?? (await afterOf(store, { id: run, conversation }));
  const way = last === "" ? [] : await wayTo(store, { after: last, conversation });
  const messagesByRun = new Map<string, MessageRow[]>(way.map((ancestor) => [ancestor.run, []]));
  for (const place of new Set(way.map((ancestor) => ancestor.conversation)))
    for (const message of await store.messages(place))
      if (message.at <= at) messagesByRun.get(message.run)?.push(message);
  return [...messagesByRun.values()].flat();
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
