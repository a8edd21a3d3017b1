/**
 * The `Thorp` interface over a server that runs already: commands do not know the difference.
 *
 * What the server has no way to do says so, with the command that does it.
 */
import type { Signal, AskRequest as WireAsk } from "../../../../client/src/wire/ask.generated.ts";
import { ThorpError } from "../../base/errors.ts";
import type { AskRequest, ModelSummary, TeamSummary, Thorp, ToolSummary } from "../../engine/thorp.ts";
import type { SignalEvent } from "../../events/event.ts";
import type { WireEvent } from "../../wire/run-update.ts";
import { type AttachedChanges, attachedChanges } from "./change-attached.ts";
import { type FollowAttached, followAttached } from "./follow-attached.ts";
import { detailFromWire, eventFromWire, type WireDetail } from "./from-wire.ts";
import { listAttached } from "./list-attached.ts";

/** Whose server it is, and what it may be told. */
export interface AttachedOptions extends FollowAttached {
  /** The server is on this machine and works with our data folder: folders mean the same to both. */
  readonly isOwn: boolean;
}

/** Nothing is asked of the server before a call. Closing it closes nothing there. */
export function attachedThorp(options: AttachedOptions): Thorp {
  const { reach } = options;
  const showRun = (run: string) =>
    reach.call(async (client) => detailFromWire((await client.runs.show(run)) as unknown as WireDetail));
  const listRuns: Thorp["listRuns"] = (filter = {}) => reach.call((client) => listAttached(client, filter));
  return {
    ask: (request) =>
      reach.call(async (client) => {
        const { run, conversation } = await client.ask(wireAsk(request, options));
        return { run, conversation };
      }),
    follow: (run, how = {}) => ({ [Symbol.asyncIterator]: () => followAttached(options, run, how) }),
    signal: (run, signal) => reach.call((client) => client.runs.signal(run, wireSignal(signal, options))),
    resume: (run) => reach.call((client) => client.runs.resume(run)),
    cancel: (run) => reach.call((client) => client.runs.cancel(run)),
    listRuns,
    showRun,
    findRun: (run) =>
      showRun(run).then(
        ({ run: row }) => row,
        (error: unknown) => {
          if (error instanceof ThorpError && error.code === "run-unknown") return undefined;
          throw error;
        },
      ),
    events: (run, after = 0) =>
      reach.call(async (client) =>
        (await client.runs.events(run, after)).map((event) => eventFromWire(event as unknown as WireEvent)),
      ),
    modelCalls: async (run) => (await showRun(run)).modelCalls,
    async messages(conversation) {
      const runs = await listRuns({ conversation, limit: Number.POSITIVE_INFINITY });
      const details = await Promise.all(runs.toReversed().map(({ id }) => showRun(id)));
      return details.flatMap(({ messages }) => messages);
    },
    listTeams: () => reach.call(async (client) => (await client.teams()) as readonly TeamSummary[]),
    listModels: (how) => reach.call(async (client) => (await client.models(how)) as readonly ModelSummary[]),
    listTools: () => reach.call(async (client) => (await client.tools()) as readonly ToolSummary[]),
    async close() {},
    ...attachedChanges(reach),
    ...notAttached(options),
  };
}

type Unreachable = Omit<
  Thorp,
  | "ask"
  | "follow"
  | "signal"
  | "resume"
  | "cancel"
  | "listRuns"
  | "showRun"
  | "findRun"
  | "events"
  | "modelCalls"
  | "messages"
  | "listTeams"
  | "listModels"
  | "listTools"
  | "close"
  | keyof AttachedChanges
>;

function notAttached({ words, isOwn }: AttachedOptions): Unreachable {
  const cannot = (what: string) => (): never => {
    throw new ThorpError("usage", `${words} does not ${what} for others.`, {
      hint: isOwn ? "End `thorp serve`, then run this command again." : "Run it on the machine of the server.",
    });
  };
  const refused = (what: string) => async () => cannot(what)();
  return {
    answerClientCalls: refused("take results of tools"),
    embed: refused("make embeddings"),
    retry: refused("ask again"),
    showTeam: refused("show a team"),
    teamPicture: refused("draw a team"),
    lineage: refused("tell branches"),
    feedback: refused("show feedback"),
    seenCall: refused("rebuild prompts"),
    inbox: refused("show what waits"),
    watchInbox: cannot("show what waits"),
    usage: refused("show figures"),
    watchUsage: cannot("show figures"),
    blob: refused("hand out files"),
    ownersOf: refused("tell owners"),
    listCaches: refused("show its caches"),
    clearCaches: refused("clear its caches"),
    accounts: everyMember(cannot("manage accounts")),
    operations: everyMember(cannot("tell about its operations")),
    modelAdmin: everyMember(cannot("manage model servers")),
  };
}

/** Who answered is for the server to say. */
function wireSignal(signal: SignalEvent, { words }: AttachedOptions): Signal {
  switch (signal.type) {
    case "approval-answer": {
      const { by: _by, ...answer } = signal;
      return answer;
    }
    case "run-cancel":
    case "question-answer":
    case "plan-approve":
      return signal;
    default:
      throw new ThorpError("usage", `${words} takes no ${signal.type} from a command.`, {
        hint: "Edit the plan in the page of the server.",
      });
  }
}

/** An object of which every member is that function. */
function everyMember<Face extends object>(member: () => never): Face {
  return new Proxy({} as Face, { get: () => member });
}

/** Folders are told only to a server on this machine; another one reads its own. */
function wireAsk(request: AskRequest, { isOwn }: AttachedOptions): WireAsk {
  const { attachments, owner: _owner, history: _history, client: _client, once: _once, ...rest } = request;
  const { workspace, out, yes, ...said } = rest;
  return {
    ...said,
    ...(isOwn ? Object.fromEntries(Object.entries({ workspace, out, yes }).filter(([, value]) => value)) : {}),
    ...(attachments === undefined
      ? {}
      : {
          attachments: attachments.map(({ name, mediaType, bytes }) => ({
            name,
            ...(mediaType === undefined ? {} : { mediaType }),
            base64: Buffer.from(bytes).toString("base64"),
          })),
        }),
  };
}
