/** What a team forbids to read stays unread, by whatever name, link or tool it is reached. */
import { ThorpError } from "../../base/errors.ts";
import type { Effect } from "../../base/intent.ts";
import { decideCapability } from "../../guard/capability-policy.ts";
import { type CapabilityChain, placeOf } from "../../guard/capability-rule.ts";
import type { ToolContext } from "../../tools/tool.ts";
import type { PreparedCall } from "./prepare-call.ts";

/** The same context where no rule is about paths; else each file is looked at as it really is, links resolved. */
export function holdToPaths(
  context: ToolContext,
  { tool, intent }: Pick<Extract<PreparedCall, { ok: true }>, "tool" | "intent">,
  chain: CapabilityChain,
): ToolContext {
  const lists = [chain.team, ...chain.agents];
  if (!lists.some(({ rules }) => rules.some(({ paths, verdict }) => verdict === "deny" && paths.length > 0)))
    return context;
  const demand = async (path: string, effect: Effect): Promise<void> => {
    // Beside the rules the workspace is where its links lead.
    const workspace = await context.resolvePath(".").catch(() => context.workspace);
    const rule = decideCapability(chain, {
      tool: tool.name,
      intent: { ...intent, effect, paths: [path], urls: [] },
      workspace,
    });
    if (rule?.verdict !== "deny") return;
    throw new ThorpError("approval-denied", `Not done: ${intent.summary} (${placeOf(rule.rule)} forbids it).`);
  };
  const resolvePath: ToolContext["resolvePath"] = async (path, options) => {
    const found = await context.resolvePath(path, options);
    await demand(found, intent.effect);
    // What is read to be sent is read all the same.
    if (options?.forWriting !== true && intent.effect !== "read") await demand(found, "read");
    return found;
  };
  return {
    ...context,
    resolvePath,
    async readFile(path, options) {
      if (!path.startsWith("attachment:")) await resolvePath(path);
      return context.readFile(path, options);
    },
  };
}
