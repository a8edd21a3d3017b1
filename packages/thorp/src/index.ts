/**
 * Thorp for programs: an engine in this process, and the types of what goes in and comes out.
 *
 * @module thorp
 */
export type {
  Accounts,
  Actor,
  ApiKeys,
  ApprovalRule,
  ApprovalRules,
  AuditLog,
  AuditNote,
  Budgets,
  ChargedTo,
  CredentialAsker,
  CredentialStore,
  Door,
  EndedSessions,
  Holder,
  KeyRequest,
  Links,
  Login,
  LoginPlace,
  PreferenceShelf,
  Proof,
  RedeemedLink,
  Sessions,
  Users,
} from "./accounts/accounts.ts";
export type { ApprovalRuleDocument } from "./accounts/documents.ts";
export type { Agent, AgentKind, AgentMode, TeamLimits } from "./agents/team.ts";
export type { CacheCounters } from "./base/byte-cache.ts";
export type { CacheKind, CacheSubject } from "./base/cache-key.ts";
export type { Clock } from "./base/clock.ts";
export type { Dice } from "./base/dice.ts";
export type { ErrorCode, Failure, ThorpErrorOptions } from "./base/errors.ts";
export { errorTable, ThorpError } from "./base/errors.ts";
export type { ConversationId } from "./base/ids.ts";
export type { Amount, Intent } from "./base/intent.ts";
export type { Json } from "./base/json.ts";
export type { Label, Labels, Origin } from "./base/label.ts";
export type { Logger, LogLevel } from "./base/logger.ts";
export { dollarsToMicro, formatMoney, type MicroDollars, microDollars } from "./base/money.ts";
export type { ServerStatus } from "./base/server-status.ts";
export type { BudgetSettings } from "./budget/scopes.ts";
export type { AdjustableOptions } from "./engine/adjustable.ts";
export type { RunArtifact } from "./engine/artifacts.ts";
export type {
  BackupManifest,
  Backups,
  CreateBackupOptions,
  ListedBackup,
  RestoredBackup,
  VerifiedBackup,
} from "./engine/backups.ts";
export type { CacheSummary } from "./engine/caches.ts";
export type { AnswerClientCalls, ClientAnswer } from "./engine/client-calls.ts";
export type { ComplianceDesk } from "./engine/compliance/compliance-desk.ts";
export type { ComplianceReport, ProviderReport } from "./engine/compliance/compliance-report.ts";
export type { LeftOut, TrainingData, TrainingExample, TrainingWish } from "./engine/compliance/training-data.ts";
export type { EngineOptions } from "./engine/engine-options.ts";
export type {
  PolicyExplanation,
  PolicyQuestion,
  PolicyRuleView,
  PolicyWay,
  PolicyWord,
} from "./engine/explain-policy.ts";
export type { InboxItem } from "./engine/inbox.ts";
export type {
  AdminOptions,
  LoadedModelRow,
  LoadModelOptions,
  ModelAdmin,
  PullUpdate,
  ServerOutcome,
  ServerRow,
  StartedServer,
} from "./engine/model-admin/model-admin.ts";
export type { LineLoad, Operations, ServedCall, ServerLoad, Watcher } from "./engine/operations.ts";
export type { SeenCall } from "./engine/rebuild-prompt.ts";
export type { ReaderHolding } from "./engine/run-reader.ts";
export type { ClientSandboxKind, OpenSandbox, OpenWish, SandboxDesk } from "./engine/sandbox-desk.ts";
export type { ServerOffers } from "./engine/server-texts.ts";
export { createEngine } from "./engine/start-engine.ts";
export type {
  AskedRun,
  AskRequest,
  Embedded,
  EmbedInput,
  EmbedRequest,
  Feedback,
  FollowOptions,
  ModelSummary,
  OwnedSubject,
  PlanChange,
  RunDetail,
  RunUpdate,
  TeamDetail,
  TeamSummary,
  Thorp,
  ToolSummary,
  Undone,
} from "./engine/thorp.ts";
export type { MetNeed, ToolStatus } from "./engine/tool-status.ts";
export type {
  AnswerTerms,
  ClientCall,
  ClientDoneCall,
  ClientResult,
  ClientTerms,
  ClientTool,
} from "./events/client-terms.ts";
export { type ContentDirection, type ContentFinding, contentDirections } from "./events/content-finding.ts";
export type {
  AskEvent,
  Citation,
  EventBody,
  FeedbackEvent,
  LifeEvent,
  PlanEvent,
  RouteRecord,
  RunEndState,
  RunEvent,
  RunState,
  RuntimeEvent,
  SignalEvent,
  StepCall,
  StepEvent,
  TaskEndState,
  TaskEvent,
  TaskPath,
} from "./events/event.ts";
export type { Frame } from "./events/frame.ts";
export type { Credit, HeldTerms, TrainingObstacle, TrainingTerms } from "./events/held-terms.ts";
export type { AnswerStyle, Attachment, RunOwner, RunRequest } from "./events/run-request.ts";
export type { Artifact, Source, TaskResult } from "./events/task-result.ts";
export type { CapabilityRule } from "./guard/capability-rule.ts";
export type { KnownPassage } from "./models/brief.ts";
export type { Tier } from "./models/language-model.ts";
export type { Difference } from "./runtime/runtime.ts";
export type { TextEdit } from "./sandbox/edit-text.ts";
export {
  type LimitName,
  type Program,
  type ProgramEnd,
  type ProgramUpdate,
  type Sandbox,
  type SandboxEntry,
  type SandboxKind,
  type SandboxLimits,
  type SandboxWish,
  sandboxKinds,
} from "./sandbox/sandbox.ts";
export type {
  AccountChange,
  AccountDocument,
  AccountKind,
  AccountTables,
  AuditEntry,
  AuditFilter,
  AuditRow,
} from "./storage/account-tables.ts";
export type {
  CallSum,
  FeedbackRow,
  LineageRow,
  MessageRow,
  ModelCallRow,
  Percentiles,
  RunFilter,
  RunRow,
  TaskRow,
  TermsFilter,
  TermsSum,
  ToolCallRow,
  ToolUsage,
  Usage,
  Window,
} from "./storage/store.ts";
export type { FoundPassage, KnowledgeFinding, KnowledgeQuery, Shelf, Skill } from "./tools/shelf.ts";
export type { OfferedPrompt, OfferedResource, ReadResource, SourceTexts } from "./tools/source-texts.ts";
export {
  defineTool,
  type FetchedAnswer,
  type FetchedPage,
  type HttpMethod,
  type HttpRequest,
  type ReadResult,
  type Tool,
  type ToolContext,
  type ToolEvidence,
  type ToolNeed,
  type ToolOutput,
  type ToolTerms,
} from "./tools/tool.ts";
export type { SourceFacts, SourceProblem } from "./tools/tool-set.ts";
export {
  type SourceTools,
  type ToolProblem,
  type ToolSource,
  type ToolSourceKind,
  toolSourceKinds,
} from "./tools/tool-source.ts";
export type { ApiKey, KeyScope, NewApiKey, OneTimeLink, Role, User } from "./wire/accounts.ts";
export type { Budget, BudgetName } from "./wire/budgets.ts";
export type { Credential, CredentialName, OAuthRequest } from "./wire/credentials.ts";
export type { Plan, PlannedTask, TaskState } from "./wire/plan.ts";
export type { PlanOperation, PlanView } from "./wire/plan-view.ts";
export type { Preferences } from "./wire/preferences.ts";
export {
  type Standing,
  type StandingMatch,
  type StandingScope,
  standingMatches,
  standingScopes,
} from "./wire/standing.ts";
