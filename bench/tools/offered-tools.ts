/** All that an agent with every tool is offered by an engine without settings: the built-in ones and the catalogue. */
import type { Json } from "../../packages/thorp/src/base/json.ts";
import { createEngine } from "../../packages/thorp/src/engine/create-engine.ts";
import type { ToolSummary } from "../../packages/thorp/src/engine/thorp.ts";
import type { BriefTool } from "../../packages/thorp/src/models/brief.ts";

/** Nothing of them is called. */
export async function offeredTools(): Promise<readonly ToolSummary[]> {
  const engine = await createEngine({ dataDir: "memory", env: {} });
  const tools = await engine.listTools();
  await engine.close();
  return tools;
}

/** As rankings take it. */
export function briefToolOf({ name, capability, description, examples, input }: ToolSummary): BriefTool {
  return { name, capability, description, examples, input: input as Json, agent: "" };
}
