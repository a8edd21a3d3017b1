/**
 * Thorp over HTTP, for programs in browsers and on servers.
 *
 * @module @thorp/client
 */
export type { AnswerText } from "./answer-text.ts";
export type { ArtifactsClient } from "./artifacts.ts";
export type { AskedStream, CallOptions } from "./asked-stream.ts";
export { createThorpClient, type ThorpClient } from "./client.ts";
export type { ConversationsClient, PageQuery } from "./conversations.ts";
export { ThorpApiError, ThorpConnectionError, ThorpRunError, ThorpTimeoutError } from "./errors.ts";
export type { FeedbackClient } from "./feedback.ts";
export type { FollowOptions, RunUpdate } from "./follow-run.ts";
export type { Away, StreamOptions } from "./follow-stream.ts";
export type { InboxAnswers, InboxClient } from "./inbox.ts";
export type { PlansClient, SeenRevision } from "./plans.ts";
export type { PreferencesClient } from "./preferences.ts";
export type { ClientOptions } from "./request.ts";
export type { RunQuery, RunsClient } from "./runs.ts";
export type { News, SubscribeOptions, Topic } from "./subscribe.ts";
export type { UsageClient, UsageQuery } from "./usage.ts";
export type {
  Artifact,
  AskedRun,
  AskRequest,
  Conversation,
  ConversationDetail,
  ConversationExport,
  Difference,
  Exchange,
  Failure,
  Feedback,
  FeedbackRequest,
  FoundMessage,
  Frame,
  InboxItem,
  Message,
  Model,
  Plan,
  PlanOperation,
  PlanView,
  Preferences,
  RetryRequest,
  Run,
  RunDetail,
  RunEvent,
  SeenCall,
  Signal,
  Team,
  Tool,
  Undone,
  Usage,
} from "./wire.generated.ts";
