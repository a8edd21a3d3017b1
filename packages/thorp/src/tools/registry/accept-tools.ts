/** Looks at what a source gave: nobody else's compiler has checked it. */
import type { Tool } from "../tool.ts";
import type { ToolProblem } from "../tool-source.ts";

/** What every provider takes as the name of a function. */
const NAME = /^[A-Za-z_][\w-]{0,63}$/;

/** Of two with the same name the first counts. */
export function acceptTools(given: readonly Tool[]): {
  readonly tools: readonly Tool[];
  readonly problems: readonly ToolProblem[];
} {
  const tools: Tool[] = [];
  const problems: ToolProblem[] = [];
  const names = new Set<string>();
  for (const tool of given) {
    const wrong = whatIsWrong(tool) ?? (names.has(tool.name) ? "stands twice in its source" : undefined);
    if (wrong === undefined) {
      names.add(tool.name);
      tools.push(tool);
    } else problems.push({ tool: String(tool?.name), message: `The tool ${String(tool?.name)} ${wrong}.` });
  }
  return { tools, problems };
}

function whatIsWrong(tool: Partial<Tool> | null | undefined): string | undefined {
  if (typeof tool !== "object" || tool === null) return "is not a tool";
  if (typeof tool.name !== "string" || !NAME.test(tool.name))
    return "needs a name of letters, digits, _ and -, at most 64 of them, that begins with a letter";
  if (typeof tool.execute !== "function" || typeof tool.describe !== "function") return "cannot be carried out";
  if (typeof tool.description !== "string" || tool.description.trim() === "") return "says nothing about itself";
  if (typeof tool.capability !== "string" || tool.capability === "") return "declares no capability";
  return undefined;
}
