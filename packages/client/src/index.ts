/**
 * Thorp over HTTP, for programs in browsers and on servers.
 *
 * @module @thorp/client
 */
export { type AskedStream, type CallOptions, createThorpClient, type ThorpClient, ThorpRunError } from "./client.ts";
export { ThorpApiError, ThorpConnectionError } from "./errors.ts";
export type { FollowOptions, RunUpdate } from "./follow-run.ts";
export type { ClientOptions } from "./request.ts";
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
