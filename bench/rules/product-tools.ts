/** The tools that ship, as a planner's brief shows them. */
import { z } from "zod";
import type { Json } from "../../packages/thorp/src/base/json.ts";
import type { BriefTool } from "../../packages/thorp/src/models/brief.ts";
import { fixtureTools } from "../../packages/thorp/src/models/rules/fixture-tools.ts";
import type { Tool } from "../../packages/thorp/src/tools/tool.ts";

/** All built-in tools, all given to the agent `manager`. */
export async function briefToolsOfProduct(): Promise<readonly BriefTool[]> {
  const found = (
    await Promise.all([toolsIn("built-in-tools.ts", "builtInTools"), toolsIn("data/data-tools.ts", "dataTools")])
  ).flat();
  // A planner is not offered what agents have for what is at hand anyway, nor a search in documents that nobody has.
  const own = new Set(["read_result", "read_skill", "search_knowledge"]);
  const real = [...new Map(found.filter((tool) => !own.has(tool.name)).map((tool) => [tool.name, tool])).values()];
  const shipped = real.map((tool) => ({
    name: tool.name,
    capability: tool.capability,
    description: tool.description,
    examples: tool.examples,
    input: z.toJSONSchema(tool.input, { io: "input" }) as Json,
    agent: "manager",
  }));
  const names = new Set(shipped.map((tool) => tool.name));
  return [...shipped, ...fixtureTools.filter((tool) => !names.has(tool.name))];
}

async function toolsIn(file: string, name: string): Promise<readonly Tool[]> {
  try {
    const module = (await import(new URL(`../../packages/thorp/src/tools/${file}`, import.meta.url).href)) as Record<
      string,
      readonly Tool[] | ((...given: unknown[]) => readonly Tool[])
    >;
    const tools = module[name];
    return typeof tools === "function" ? tools({}) : (tools ?? []);
  } catch (error) {
    console.error(`${file} is not there: ${(error as Error).message.split("\n")[0]}`);
    return [];
  }
}
