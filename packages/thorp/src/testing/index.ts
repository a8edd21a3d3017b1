/** Thorp for tests: scripted models and servers, a clock by hand, a recording tool, and a conformance suite per seam. */
export { createManualClock } from "./manual-clock.ts";
export { modelConformance } from "./model-conformance.ts";
export { createRecordingTool, type RecordingTool, type RecordingToolOptions } from "./recording-tool.ts";
export { type RuntimeUnderTest, runtimeConformance } from "./runtime-conformance.ts";
export { createScriptedModel, type ScriptedModel, type ScriptedModelOptions } from "./scripted-model.ts";
export type { ScriptedReply } from "./scripted-reply.ts";
export { type ScriptedServer, type ScriptedServerOptions, startScriptedServer } from "./scripted-server.ts";
export { storeConformance } from "./store-conformance.ts";
export { toolConformance } from "./tool-conformance.ts";
