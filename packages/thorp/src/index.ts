/**
 * Thorp for programs: an engine in this process, and the types of what goes in and comes out.
 *
 * @module thorp
 */
export type { CacheCounters } from "./base/byte-cache.ts";
export type { CacheKind, CacheSubject } from "./base/cache-key.ts";
export type { Clock } from "./base/clock.ts";
export type { Dice } from "./base/dice.ts";
export type { ErrorCode, Failure, ThorpErrorOptions } from "./base/errors.ts";
export { errorTable, ThorpError } from "./base/errors.ts";
export type { ConversationId } from "./base/ids.ts";
export type { Intent } from "./base/intent.ts";
export type { Json } from "./base/json.ts";
export type { Label, Labels, Origin } from "./base/label.ts";
export type { Logger, LogLevel } from "./base/logger.ts";
export { dollarsToMicro, formatMoney, type MicroDollars, microDollars } from "./base/money.ts";
export type { ServerStatus } from "./base/server-status.ts";
export type { BudgetSettings } from "./budget/scopes.ts";
export type { CacheSummary } from "./engine/caches.ts";
export type { AnswerClientCalls, ClientAnswer } from "./engine/client-calls.ts";
export type { EngineOptions } from "./engine/engine-options.ts";
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
export { createEngine } from "./engine/start-engine.ts";
export type {
  AskedRun,
  AskRequest,
  Embedded,
  EmbedRequest,
  FollowOptions,
  ModelSummary,
  RunDetail,
  RunUpdate,
  TeamSummary,
  Thorp,
  ToolSummary,
  Undone,
} from "./engine/thorp.ts";
export type {
  AnswerTerms,
  ClientCall,
  ClientDoneCall,
  ClientResult,
  ClientTerms,
  ClientTool,
} from "./events/client-terms.ts";
export type {
  AskEvent,
  Citation,
  EventBody,
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
export type { Attachment, RunRequest } from "./events/run-request.ts";
export type { Artifact, Source, TaskResult } from "./events/task-result.ts";
export type { KnownPassage } from "./models/brief.ts";
export type { Difference } from "./runtime/runtime.ts";
export type { MessageRow, ModelCallRow, RunFilter, RunRow, TaskRow } from "./storage/store.ts";
export type { FoundPassage, KnowledgeFinding, KnowledgeQuery, Shelf, Skill } from "./tools/shelf.ts";
export {
  defineTool,
  type FetchedPage,
  type ReadResult,
  type Tool,
  type ToolContext,
  type ToolOutput,
} from "./tools/tool.ts";
export type { Plan, PlannedTask, TaskState } from "./wire/plan.ts";
