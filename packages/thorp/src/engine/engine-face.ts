/** The engine behind the `Thorp` interface: what each call does with store, runs, teams, models and tools. */

import { join, resolve } from "node:path";
import { teamPicture } from "../agents/team-picture/team-picture.ts";
import { seenByTeam } from "../agents/tool-patterns.ts";
import { ThorpError } from "../base/errors.ts";
import type { RunEvent } from "../events/event.ts";
import { replayRun } from "../runtime/embedded/replay-run.ts";
import { artifactsOf, readArtifact } from "./artifacts.ts";
import { askCalls } from "./ask-calls.ts";
import { createAnswerClientCalls } from "./client-calls.ts";
import { createComplianceDesk } from "./compliance/compliance-desk.ts";
import { conversationCalls } from "./conversation-calls.ts";
import { defaultTeam } from "./engine-options.ts";
import type { EngineParts } from "./engine-parts.ts";
import { explainPolicy } from "./explain-policy.ts";
import { forgetKept } from "./forget-kept.ts";
import { changesInbox, readInbox } from "./inbox.ts";
import { ownersOf } from "./owners-of.ts";
import { planCalls } from "./plan-calls.ts";
import { seenCall } from "./rebuild-prompt.ts";
import { showRun } from "./show-run.ts";
import { detailOfTeam, summariseTeams } from "./summaries.ts";
import { ownToolsOf } from "./team-tools.ts";
import type { Thorp } from "./thorp.ts";
import { watchValue } from "./watch.ts";

/** Adds no behaviour of its own to runs: it checks names, asks the store, and hands signals on. */
export function engineFace(parts: EngineParts): Thorp {
  const { options, store, runs, followers, teams, models, clock } = parts;
  const eventsOf = async (run: string): Promise<readonly RunEvent[]> => {
    const events = await store.events(run);
    // The journal of a single call is no run.
    if (events[0]?.type !== "run-start") throw new ThorpError("run-unknown", `There is no run ${run}.`);
    return events;
  };
  let closing: Promise<void> | undefined;

  return {
    ...askCalls(parts, eventsOf),
    follow: (run, how = {}) => followers.follow(run, how),
    async signal(run, signal) {
      // Whoever is told that it was heard may count on it.
      if (runs.signal(run, signal)) return store.committed(run);
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

    ...planCalls({ store, runs, teams, toolSpecs: parts.tools.specs, eventsOf }),
    findRun: (run) => store.run(run),
    listRuns: (filter) => store.runs(filter),
    showRun: async (run) => showRun(await eventsOf(run), { store, live: runs.has(run) }),
    events: (run, after) => store.events(run, after),
    async replay(run, how = {}) {
      const events = await eventsOf(run);
      const team = how.team === undefined ? undefined : await teams.load(how.team);
      return replayRun(events, await parts.programFor(events, team));
    },
    ownersOf: (subject) => ownersOf(store, subject),
    accounts: parts.accounts,
    sandboxes: parts.sandboxes,
    compliance: createComplianceDesk({
      reads: { ...store, listRuns: (filter) => store.runs(filter) },
      tools: async () => parts.tools.list(await teams.list()),
    }),
    ...readingCalls(parts, eventsOf),
    feedback: (run) => store.feedback(run),
    lineage: (conversation) => store.lineage(conversation),
    ...conversationCalls({
      ...{ store, clock, eventsOf, isLive: (run) => runs.has(run) },
      forgetKept: (run) => forgetKept(run, parts),
    }),

    async showTeam(name) {
      const team = await teams.load(name);
      const { problems } = team.folder === undefined ? { problems: [] } : await ownToolsOf(team.folder);
      return detailOfTeam(team, { missing: await teams.missingTools(team), problems });
    },
    teamPicture: async (name) => teamPicture(await teams.load(name)),
    listTeams: async () => summariseTeams(await teams.list()),
    listModels: (how) => models.list(how),
    ...upkeep(parts),
    embed: (request) => parts.embeds.embed(request),
    listTools: async () => parts.tools.list(await teams.list()),
    toolProblems: async () => parts.tools.problems(),
    serverOffers: () => parts.tools.texts.offers(),
    trustTools: (names) => parts.tools.trust(names),
    async explainPolicy({ team = options.team ?? defaultTeam, ...question }) {
      const workspace = resolve(options.workspace ?? process.cwd());
      const place = { workspace, out: join(workspace, "thorp-out") };
      const loaded = await teams.load(team);
      return explainPolicy(loaded, seenByTeam(parts.tools.specs(), loaded.folder), { ...question, ...place });
    },
    close: () => (closing ??= parts.close()),
  };
}

/** What is read from journals and rows for persons who look. */
function readingCalls({ store, models, programFor }: EngineParts, eventsOf: EventsOf): ReadingCalls {
  return {
    blob: (hash) => store.blob(hash),
    seenCall: async (run, { path, step }) => seenCall(await eventsOf(run), { path, step, programFor, models }),
    artifacts: async (run) => artifactsOf(await eventsOf(run)),
    readArtifact: async (run, id) => readArtifact(await eventsOf(run), id, store),
    inbox: () => readInbox(store),
    watchInbox: ({ signal } = {}) => watchValue({ store, changes: changesInbox, read: () => readInbox(store), signal }),
    usage: (window) => store.usage(window),
    watchUsage: ({ window, signal }) =>
      watchValue({ store, changes: changesUsage, read: () => store.usage(window()), signal }),
  };
}

type EventsOf = (run: string) => Promise<readonly RunEvent[]>;
type ReadingCalls = Pick<
  Thorp,
  "blob" | "seenCall" | "artifacts" | "readArtifact" | "inbox" | "watchInbox" | "usage" | "watchUsage"
>;

function changesUsage({ type }: RunEvent): boolean {
  return type === "step-end" || type === "run-start" || type === "run-end";
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
