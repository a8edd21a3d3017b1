/** A server of Thorp as an object: ask, follow, answer, look. */
import { type ApprovalsClient, createApprovalsClient } from "./approvals.ts";
import { type ArtifactsClient, createArtifactsClient } from "./artifacts.ts";
import { type AskedStream, type AskOptions, askAt } from "./asked-stream.ts";
import { type BudgetsClient, createBudgetsClient } from "./budgets.ts";
import { createCalls } from "./calls.ts";
import { type ComplianceClient, createComplianceClient } from "./compliance.ts";
import { type ConversationsClient, createConversationsClient } from "./conversations.ts";
import { type CredentialsClient, createCredentialsClient } from "./credentials.ts";
import { createFeedbackClient, type FeedbackClient } from "./feedback.ts";
import { type FollowOptions, followRun, type RunUpdate, streamAsked } from "./follow-run.ts";
import type { StreamOptions } from "./follow-stream.ts";
import { createInboxClient, type InboxClient } from "./inbox.ts";
import { createModelAdminClient, type ModelAdminClient } from "./model-admin.ts";
import { createPlansClient, type PlansClient } from "./plans.ts";
import { createPreferencesClient, type PreferencesClient } from "./preferences.ts";
import { type ClientOptions, createSend } from "./request.ts";
import { createRunsClient, type RunsClient } from "./runs.ts";
import { createSandboxesClient, type SandboxesClient } from "./sandboxes.ts";
import { createSessionClient, type SessionClient } from "./session.ts";
import { createSettingsClient, type SettingsClient } from "./settings.ts";
import { type News, type SubscribeOptions, subscribe, type Topic } from "./subscribe.ts";
import { createToolAdminClient, type ToolAdminClient } from "./tool-admin.ts";
import {
  type AuditClient,
  type BackupsClient,
  type CachesClient,
  createAuditClient,
  createBackupsClient,
  createCachesClient,
} from "./upkeep.ts";
import { createUsageClient, type UsageClient } from "./usage.ts";
import { createKeysClient, createUsersClient, type KeysClient, type UsersClient } from "./users.ts";
import type { AskRequest } from "./wire/ask.generated.ts";
import type { Model, ServerOffers, Team, TeamDetail, Tool } from "./wire/catalogue.generated.ts";

/** One server, by subject. Nothing is asked of it before a call. */
export interface ThorpClient {
  ask(request: AskRequest | string, options?: AskOptions): Promise<AskedStream>;
  /** Asks and follows with one request; begins with the first step, and `signal` ends the iteration, not the run. */
  stream(request: AskRequest | string, options?: StreamOptions): AsyncIterable<RunUpdate>;
  follow(run: string, options?: FollowOptions): AsyncIterable<RunUpdate>;
  /** Runs, conversations and the inbox as they change, over a WebSocket. */
  subscribe(topic: Topic, options?: SubscribeOptions): AsyncIterable<News>;
  readonly runs: RunsClient;
  readonly plans: PlansClient;
  readonly conversations: ConversationsClient;
  readonly inbox: InboxClient;
  readonly approvals: ApprovalsClient;
  readonly feedback: FeedbackClient;
  readonly artifacts: ArtifactsClient;
  readonly usage: UsageClient;
  readonly preferences: PreferencesClient;
  readonly settings: SettingsClient;
  readonly modelAdmin: ModelAdminClient;
  readonly toolAdmin: ToolAdminClient;
  readonly session: SessionClient;
  readonly users: UsersClient;
  readonly keys: KeysClient;
  readonly budgets: BudgetsClient;
  readonly credentials: CredentialsClient;
  readonly caches: CachesClient;
  readonly compliance: ComplianceClient;
  readonly backups: BackupsClient;
  readonly audit: AuditClient;
  readonly sandboxes: SandboxesClient;
  teams(): Promise<readonly Team[]>;
  /** Rejects with `team-unknown`, `team-invalid`. */
  team(name: string): Promise<TeamDetail>;
  /** Its agents and who hands work to whom, as SVG. */
  teamPicture(name: string): Promise<string>;
  models(options?: { readonly check?: boolean }): Promise<readonly Model[]>;
  tools(): Promise<readonly Tool[]>;
  /** Prompts and resources of MCP servers, which a request with `expand` names as `/SERVER:PROMPT` and `@SERVER:URI`. */
  serverOffers(): Promise<ServerOffers>;
}

export function createThorpClient(options: ClientOptions = {}): ThorpClient {
  const send = createSend(options);
  const calls = createCalls(send);
  const { json } = calls;
  const path = "/api/runs";
  const bodyOf = (request: AskRequest | string) => (typeof request === "string" ? { text: request } : request);
  return {
    ask: (request, how) => askAt(calls, { path, body: bodyOf(request), ...how }),
    stream: (request, how) => ({
      [Symbol.asyncIterator]: () => streamAsked(send, { method: "POST", path, body: bodyOf(request) }, how),
    }),
    follow: (run, how) => ({ [Symbol.asyncIterator]: () => followRun(send, run, how) }),
    subscribe: (topic, how) => subscribe(options, topic, how),
    runs: createRunsClient(calls),
    plans: createPlansClient(calls),
    conversations: createConversationsClient(calls),
    inbox: createInboxClient(calls),
    approvals: createApprovalsClient(calls),
    feedback: createFeedbackClient(calls),
    artifacts: createArtifactsClient(calls),
    usage: createUsageClient(calls),
    preferences: createPreferencesClient(calls),
    settings: createSettingsClient(calls),
    modelAdmin: createModelAdminClient(calls),
    toolAdmin: createToolAdminClient(calls),
    session: createSessionClient(calls),
    users: createUsersClient(calls),
    keys: createKeysClient(calls),
    budgets: createBudgetsClient(calls),
    credentials: createCredentialsClient(calls),
    caches: createCachesClient(calls),
    compliance: createComplianceClient(calls),
    backups: createBackupsClient(calls),
    audit: createAuditClient(calls),
    sandboxes: createSandboxesClient(calls),
    teams: async () => (await json<{ teams: readonly Team[] }>({ path: "/api/teams" })).teams,
    team: (name) => json({ path: teamPath(name) }),
    teamPicture: async (name) => (await send({ path: teamPath(name, "/picture") })).text(),
    models: async (query = {}) => (await json<{ models: readonly Model[] }>({ path: "/api/models", query })).models,
    serverOffers: () => json({ path: "/api/server-offers" }),
    tools: async () => (await json<{ tools: readonly Tool[] }>({ path: "/api/tools" })).tools,
  };
}

function teamPath(team: string, rest = ""): string {
  return `/api/teams/${encodeURIComponent(team)}${rest}`;
}
