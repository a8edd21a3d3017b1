/**
 * Thorp over HTTP, for programs in browsers and on servers.
 *
 * @module @thorp/client
 */
export type { AnswerText } from "./answer-text.ts";
export type { ApprovalsClient } from "./approvals.ts";
export type { ArtifactsClient } from "./artifacts.ts";
export type { AskedStream, AskOptions, CallOptions } from "./asked-stream.ts";
export type { BudgetsClient } from "./budgets.ts";
export { createThorpClient, type ThorpClient } from "./client.ts";
export type { ComplianceClient } from "./compliance.ts";
export type { ConversationsClient, PageQuery } from "./conversations.ts";
export type { CredentialName, CredentialsClient } from "./credentials.ts";
export { ThorpApiError, ThorpConnectionError, ThorpRunError, ThorpTimeoutError } from "./errors.ts";
export type { FeedbackClient } from "./feedback.ts";
export type { FollowOptions, RunUpdate } from "./follow-run.ts";
export type { Away, StreamOptions } from "./follow-stream.ts";
export type { InboxAnswers, InboxClient } from "./inbox.ts";
export type { AtServer, ModelAdminClient, ModelTestLimits, SyncModelsOptions } from "./model-admin.ts";
export type { PlansClient, SeenRevision } from "./plans.ts";
export type { PreferencesClient } from "./preferences.ts";
export type { ClientOptions } from "./request.ts";
export type { RunQuery, RunsClient } from "./runs.ts";
export type { SandboxesClient } from "./sandboxes.ts";
export type { SessionClient } from "./session.ts";
export type { SettingsClient } from "./settings.ts";
export type { News, SubscribeOptions, Topic } from "./subscribe.ts";
export type { AuditClient, BackupsClient, CachesClient } from "./upkeep.ts";
export type { UsageClient, UsageQuery } from "./usage.ts";
export type { KeysClient, UsersClient } from "./users.ts";
export type {
  ApiKey,
  AuditEntry,
  Budget,
  Credential,
  LoginSession,
  NewApiKey,
  OneTimeLink,
  Session,
  User,
} from "./wire/accounts.generated.ts";
export type { ApprovalRule } from "./wire/approval-rules.generated.ts";
export type { AskedRun, AskRequest, RetryRequest, Signal } from "./wire/ask.generated.ts";
export type { Model, ServerOffers, Team, TeamDetail, Tool, ToolProblem } from "./wire/catalogue.generated.ts";
export type { ComplianceReport, TermsCall, TrainingData } from "./wire/compliance.generated.ts";
export type {
  Conversation,
  ConversationDetail,
  ConversationExport,
  Exchange,
  FoundMessage,
} from "./wire/conversation.generated.ts";
export type { Feedback, FeedbackRequest } from "./wire/feedback.generated.ts";
export type { InboxItem } from "./wire/inbox.generated.ts";
export type {
  ModelDetail,
  ModelServer,
  ModelSheet,
  NewModel,
  ProxyConfig,
  PullUpdate,
  ServerOutcome,
  SyncReport,
  TestedModel,
} from "./wire/model-admin.generated.ts";
export type { Plan, PlanOperation, PlanView } from "./wire/plan.generated.ts";
export type { Preferences } from "./wire/preferences.generated.ts";
export type { Artifact, Difference, Message, Run, RunDetail, SeenCall, Undone } from "./wire/run.generated.ts";
export type { Failure, Frame, RunEvent, Standing } from "./wire/run-event.generated.ts";
export type {
  EditedFile,
  EditFile,
  OpenSandboxRequest,
  Program,
  ProgramUpdate,
  Sandbox,
  SandboxEntry,
} from "./wire/sandbox.generated.ts";
export type { Setting, SettingsChanged, SettingsTakenUp } from "./wire/settings.generated.ts";
export type { Backup, BrokenBackup, Caches, VerifiedBackup } from "./wire/upkeep.generated.ts";
export type { Load, Usage } from "./wire/usage.generated.ts";
