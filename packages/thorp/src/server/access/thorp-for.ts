/**
 * What a caller reaches of the engine: the same interface, in which runs of others are not there.
 *
 * Handlers and sockets get this one and no other, so that a route which forgets to ask whose a run is cannot show it.
 * Every member is named below: one that is new in `Thorp` does not compile until somebody has decided whose it is.
 */
import { ThorpError } from "../../base/errors.ts";
import type { Thorp } from "../../engine/thorp.ts";
import { type Caller, ownedBy, ownerOf, seesAll } from "../caller.ts";
import { ownSandboxes } from "./own-sandboxes.ts";

/** Runs that the caller asks for are theirs. Admins see all; nobody goes on with a conversation of somebody else. */
export function thorpFor(thorp: Thorp, caller: Caller): Thorp {
  if (caller.kind === "personal") return thorp;
  const owner = ownerOf(caller);
  const ask: Thorp["ask"] = async (request) => {
    if (owner === undefined) throw new ThorpError("auth-required", "Nobody asks without having said who they are.");
    if (request.conversation !== undefined) await demandContinuable(thorp, caller, request.conversation);
    if (request.after) await demandOwn(thorp, caller, request.after);
    return thorp.ask({ ...request, owner });
  };
  const retry: Thorp["retry"] = async (run, changes) => {
    if (owner === undefined) throw new ThorpError("auth-required", "Nobody asks without having said who they are.");
    await demandOwn(thorp, caller, run);
    return thorp.retry(run, { ...changes, owner });
  };
  const runs = seesAll(caller) ? thorp : ownRuns(thorp, caller);
  const sandboxes = ownSandboxes(thorp.sandboxes, caller);
  const embed: Thorp["embed"] = async (request) => {
    if (owner === undefined) throw new ThorpError("auth-required", "Nobody asks without having said who they are.");
    return thorp.embed({ ...request, owner });
  };
  return { ...runs, ...everybodys(thorp), ask, retry, embed, sandboxes };
}

/** What is gone on with, or asked again, is the caller's own, also for those who see everything. */
async function demandOwn(thorp: Thorp, caller: Caller, run: string): Promise<void> {
  const owners = await thorp.ownersOf({ run });
  if (caller.kind === "user" && owners.includes(caller.user)) return;
  if (!seesAll(caller) || owners.length === 0) throw new ThorpError("run-unknown", `There is no run ${run}.`);
  if (owners.every((owner) => owner === undefined)) return;
  throw new ThorpError("access-denied", `Run ${run} belongs to somebody else.`, {
    hint: "You can read it; begin one of your own to ask.",
  });
}

/** True when it belongs to the caller, or to nobody whom the caller may not see. */
async function isTheirs(thorp: Thorp, caller: Caller, subject: Parameters<Thorp["ownersOf"]>[0]): Promise<boolean> {
  if (seesAll(caller)) return true;
  const owners = await thorp.ownersOf(subject);
  return caller.kind === "user" && owners.includes(caller.user);
}

async function demandContinuable(thorp: Thorp, caller: Caller, conversation: string): Promise<void> {
  const owners = await thorp.ownersOf({ conversation });
  if (owners.length === 0 || (caller.kind === "user" && owners.includes(caller.user))) return;
  if (!seesAll(caller)) throw new ThorpError("conversation-unknown", `There is no conversation ${conversation}.`);
  if (owners.every((owner) => owner === undefined)) return;
  throw new ThorpError("access-denied", `Conversation ${conversation} belongs to somebody else.`, {
    hint: "You can read it; begin one of your own to ask.",
  });
}

type OwnRuns = Pick<
  Thorp,
  | "follow"
  | "signal"
  | "answerClientCalls"
  | "resume"
  | "cancel"
  | "listRuns"
  | "findRun"
  | "showRun"
  | "events"
  | "replay"
  | "undo"
  | "deleteRun"
  | "modelCalls"
  | "messages"
  | "renameConversation"
  | "blob"
  | "showPlan"
  | "editPlan"
  | "approvePlan"
  | "lineage"
  | "deleteConversation"
  | "giveFeedback"
  | "feedback"
  | "seenCall"
  | "artifacts"
  | "readArtifact"
  | "inbox"
  | "watchInbox"
  | "usage"
  | "watchUsage"
>;

/** What belongs to nobody; who may use it is for the routes to say. */
function everybodys(thorp: Thorp): Omit<Thorp, "ask" | "retry" | "embed" | "sandboxes" | keyof OwnRuns> {
  return {
    ownersOf: (subject) => thorp.ownersOf(subject),
    showTeam: (name) => thorp.showTeam(name),
    teamPicture: (name) => thorp.teamPicture(name),
    listTeams: () => thorp.listTeams(),
    listModels: (how) => thorp.listModels(how),
    listTools: () => thorp.listTools(),
    toolProblems: () => thorp.toolProblems(),
    serverOffers: () => thorp.serverOffers(),
    trustTools: (names) => thorp.trustTools(names),
    explainPolicy: (question) => thorp.explainPolicy(question),
    listCaches: () => thorp.listCaches(),
    clearCaches: (subject) => thorp.clearCaches(subject),
    accounts: thorp.accounts,
    operations: thorp.operations,
    modelAdmin: thorp.modelAdmin,
    compliance: thorp.compliance,
    close: () => thorp.close(),
  };
}

function ownRuns(thorp: Thorp, caller: Caller): OwnRuns {
  const run = async (id: string): Promise<void> => {
    if (!(await isTheirs(thorp, caller, { run: id }))) throw new ThorpError("run-unknown", `There is no run ${id}.`);
  };
  const conversation = (id: string) => isTheirs(thorp, caller, { conversation: id });
  return {
    async *follow(id, how) {
      await run(id);
      yield* thorp.follow(id, how);
    },
    signal: async (id, signal) => (await run(id), thorp.signal(id, signal)),
    // Of somebody else is as good as not there: the request is then asked anew.
    answerClientCalls: async (id, results) =>
      (await isTheirs(thorp, caller, { run: id })) ? thorp.answerClientCalls(id, results) : { kind: "gone" },
    resume: async (id) => (await run(id), thorp.resume(id)),
    cancel: async (id, reason) => (await run(id), thorp.cancel(id, reason)),
    listRuns: (filter) => thorp.listRuns({ ...filter, ...ownedBy(caller) }),
    findRun: async (id) => ((await isTheirs(thorp, caller, { run: id })) ? thorp.findRun(id) : undefined),
    showRun: async (id) => (await run(id), thorp.showRun(id)),
    events: async (id, after) => (await run(id), thorp.events(id, after)),
    replay: async (id, how) => (await run(id), thorp.replay(id, how)),
    undo: async (id, how) => (await run(id), thorp.undo(id, how)),
    deleteRun: async (id) => (await run(id), thorp.deleteRun(id)),
    modelCalls: async (id) => (await run(id), thorp.modelCalls(id)),
    messages: async (id) => ((await conversation(id)) ? thorp.messages(id) : []),
    async renameConversation(id, title) {
      if (!(await conversation(id))) throw new ThorpError("conversation-unknown", `There is no conversation ${id}.`);
      return thorp.renameConversation(id, title);
    },
    ...ownPlans(thorp, run),
    ...ownFigures(thorp, caller),
    lineage: async (id) => ((await conversation(id)) ? thorp.lineage(id) : []),
    async deleteConversation(id) {
      if (!(await conversation(id))) throw new ThorpError("conversation-unknown", `There is no conversation ${id}.`);
      return thorp.deleteConversation(id);
    },
    giveFeedback: async (id, given) => (await run(id), thorp.giveFeedback(id, given)),
    feedback: async (id) => (await run(id), thorp.feedback(id)),
    seenCall: async (id, call) => (await run(id), thorp.seenCall(id, call)),
    artifacts: async (id) => (await run(id), thorp.artifacts(id)),
    readArtifact: async (id, artifact) => (await run(id), thorp.readArtifact(id, artifact)),
    blob: async (hash) => ((await isTheirs(thorp, caller, { blob: hash })) ? thorp.blob(hash) : undefined),
  };
}

type Demand = (run: string) => Promise<void>;

function ownPlans(thorp: Thorp, demand: Demand): Pick<Thorp, "showPlan" | "editPlan" | "approvePlan"> {
  return {
    showPlan: async (id) => (await demand(id), thorp.showPlan(id)),
    editPlan: async (id, change, how) => (await demand(id), thorp.editPlan(id, change, how)),
    approvePlan: async (id, answer) => (await demand(id), thorp.approvePlan(id, answer)),
  };
}

/** What waits for the caller, and what the caller used. */
function ownFigures(thorp: Thorp, caller: Caller): Pick<Thorp, "inbox" | "watchInbox" | "usage" | "watchUsage"> {
  const { owner } = ownedBy(caller);
  const own = (items: Awaited<ReturnType<Thorp["inbox"]>>) => items.filter(({ run }) => run.owner === owner);
  const narrowed = { ...(owner === undefined ? {} : { owner }) };
  return {
    inbox: async () => own(await thorp.inbox()),
    async *watchInbox(how) {
      for await (const items of thorp.watchInbox(how)) yield own(items);
    },
    usage: (window) => thorp.usage({ ...window, ...narrowed }),
    watchUsage: ({ window, ...how }) => thorp.watchUsage({ ...how, window: () => ({ ...window(), ...narrowed }) }),
  };
}
