/** Thorp for programs: an engine in this process, and the types of what goes in and comes out. */
export type { ErrorCode, Failure } from "./base/errors.ts";
export { ThorpError } from "./base/errors.ts";
export type { Label, Labels } from "./base/label.ts";
export type { EngineOptions } from "./engine/engine-options.ts";
export { createEngine } from "./engine/start-engine.ts";
export type {
  AskedRun,
  AskRequest,
  FollowOptions,
  ModelSummary,
  RunDetail,
  RunUpdate,
  TeamSummary,
  Thorp,
  ToolSummary,
  Undone,
} from "./engine/thorp.ts";
export type { RunEvent, SignalEvent } from "./events/event.ts";
export type { Frame } from "./events/frame.ts";
export { defineTool, type Tool, type ToolContext, type ToolOutput } from "./tools/tool.ts";
