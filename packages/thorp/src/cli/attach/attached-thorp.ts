/**
 * The `Thorp` interface over a server that runs already: commands do not know the difference.
 *
 * What the server has no way to do says so, with the command that does it.
 */
import type { Signal, AskRequest as WireAsk } from "../../../../client/src/wire/ask.generated.ts";
import { ThorpError } from "../../base/errors.ts";
import type { ServerOffers } from "../../engine/server-texts.ts";
import type { AskRequest, ModelSummary, TeamSummary, Thorp, ToolSummary } from "../../engine/thorp.ts";
import type { SignalEvent } from "../../events/event.ts";
import type { WireEvent } from "../../wire/run-update.ts";
import { askAttached } from "./ask-attached.ts";
import { type AttachedChanges, attachedChanges } from "./change-attached.ts";
import { type FollowAttached, followAttached } from "./follow-attached.ts";
import { detailFromWire, eventFromWire, type WireDetail } from "./from-wire.ts";
import { listAttached } from "./list-attached.ts";
import { type AttachedLooks, attachedLooks } from "./look-attached.ts";
import { modelAdminAttached } from "./model-admin-attached.ts";

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
    ask(request) {
      const asked = { ...wireAsk(request, options), text: request.text };
      return askAttached(options, (client, how) => client.ask(asked, how));
    },
    retry(run, changes = {}) {
      // Where a branch begins follows from the run that is asked again.
      const { conversation: _conversation, after: _after, fresh: _fresh, ...again } = wireAsk(changes, options);
      return askAttached(options, (client, how) => client.runs.retry(run, again, how));
    },
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
    toolProblems: () => reach.call(({ toolAdmin }) => toolAdmin.problems()),
    serverOffers: () => reach.call(async (client) => (await client.serverOffers()) as ServerOffers),
    trustTools: (names) => reach.call(({ toolAdmin }) => toolAdmin.trust(names)),
    async close() {},
    ...attachedChanges(reach),
    ...attachedLooks(reach),
    ...notAttached(options),
  };
}

type Unreachable = Omit<
  Thorp,
  | "ask"
  | "retry"
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
  | "toolProblems"
  | "serverOffers"
  | "trustTools"
  | "close"
  | keyof AttachedChanges
  | keyof AttachedLooks
>;

function notAttached({ reach, words, isOwn }: AttachedOptions): Unreachable {
  const cannot = (what: string) => (): never => {
    throw new ThorpError("usage", `${words} does not ${what} for others.`, {
      hint: isOwn ? "End `thorp serve`, then run this command again." : "Run it on the machine of the server.",
    });
  };
  const refused = (what: string) => async () => cannot(what)();
  return {
    answerClientCalls: refused("take results of tools"),
    embed: refused("make embeddings"),
    explainPolicy: refused("explain its policy"),
    usage: refused("show figures"),
    watchUsage: cannot("show figures"),
    blob: refused("hand out files"),
    ownersOf: refused("tell owners"),
    accounts: everyMember(cannot("manage accounts")),
    sandboxes: everyMember(cannot("open sandboxes")),
    operations: everyMember(cannot("tell about its operations")),
    modelAdmin: modelAdminAttached(reach, { words, cannot: cannot("start and stop model servers") }),
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
function wireAsk(request: Partial<AskRequest>, { isOwn }: AttachedOptions): Partial<WireAsk> {
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
