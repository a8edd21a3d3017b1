/** `thorp policy`. */
import { Command } from "commander";
import { addCommonOptions, type CommandContext } from "../command-context.ts";
import type { PolicyOptions } from "../policy/explain-policy.ts";

/** Options and help; what it does is loaded when it runs. */
export function policyCommand(context: CommandContext): Command {
  const policy = new Command("policy").description("what agents may do without asking, must ask about and may not do");
  const show = new Command("show").description("all rules of a team, with file and line");
  policy.addCommand(
    addCommonOptions(addTeam(show), { json: "the rules as JSON" }).action(async (options: PolicyOptions) => {
      const { showPolicy } = await import("../policy/explain-policy.ts");
      await showPolicy(context, options);
    }),
  );
  const explain = new Command("explain")
    .description("which rule decides about a tool in the hands of an agent")
    .argument("<agent>", "name of the agent")
    .argument("<tool>", "name of the tool")
    .option("--input <json>", 'arguments of a call, such as {"url":"https://example.org"}');
  policy.addCommand(
    addCommonOptions(addTeam(explain), { json: "all of it as JSON" }).action(
      async (agent: string, tool: string, options: PolicyOptions) => {
        const { explainPolicyOf } = await import("../policy/explain-policy.ts");
        await explainPolicyOf(context, { agent, tool }, options);
      },
    ),
  );
  return policy;
}

function addTeam(command: Command): Command {
  return command.option("--team <name>", "name or folder of the team (default: the setting team)");
}
