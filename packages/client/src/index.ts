/**
 * Thorp over HTTP, for programs in browsers and on servers.
 *
 * @module @thorp/client
 */
export type { AnswerText } from "./answer-text.ts";
export { type AskedStream, type CallOptions, createThorpClient, type ThorpClient } from "./client.ts";
export { ThorpApiError, ThorpConnectionError, ThorpRunError, ThorpTimeoutError } from "./errors.ts";
export type { Away, FollowOptions, RunUpdate } from "./follow-run.ts";
export type { ClientOptions } from "./request.ts";
export type { News, SubscribeOptions, Topic } from "./subscribe.ts";
export type {
  AskedRun,
  AskRequest,
  Failure,
  Frame,
  Message,
  Model,
  Plan,
  Run,
  RunDetail,
  RunEvent,
  Signal,
  Team,
  Tool,
} from "./wire.generated.ts";
