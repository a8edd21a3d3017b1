/**
 * Thorp for tests: scripted models and servers, a clock by hand, a recording tool, and a conformance suite per seam.
 *
 * @module thorp/testing
 */
export type { Decision, Handle, RunContext, StepDetail, StepRequest, StepRun } from "../events/run-context.ts";
export type { LiveRun, RunProgram, Runtime, StartOptions } from "../runtime/runtime.ts";
export type { SandboxMaker } from "../sandbox/sandbox.ts";
export type { AppendEvent, PauseListener, SpendRow, Store } from "../storage/store.ts";
export type { ConformanceCase } from "./conformance-case.ts";
export { createManualClock, type ManualClock } from "./manual-clock.ts";
export { type ModelConformanceCase, type ModelUnderTest, modelConformance } from "./model-conformance.ts";
export { createRecordingTool, type RecordingTool, type RecordingToolOptions } from "./recording-tool.ts";
export { type RuntimeUnderTest, runtimeConformance } from "./runtime-conformance.ts";
export { type SandboxUnderTest, sandboxConformance } from "./sandbox-conformance.ts";
export {
  createScriptedModel,
  type ScriptedModel,
  type ScriptedModelOptions,
  type ScriptedModelReply,
} from "./scripted-model.ts";
export type { Script, ScriptedFinish, ScriptedReply, ScriptedToolCall, ScriptedUsage } from "./scripted-reply.ts";
export {
  type ScriptedServer,
  type ScriptedServerOptions,
  type ServerFaults,
  type ServerReply,
  type ServerRequest,
  startScriptedServer,
} from "./scripted-server.ts";
export { storeConformance } from "./store-conformance.ts";
export { type ToolCases, toolConformance } from "./tool-conformance.ts";
