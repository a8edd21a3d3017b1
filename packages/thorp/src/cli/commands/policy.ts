/** `thorp policy`. */
import { Command } from "commander";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../command-context.ts";
import { actByDefault } from "../default-action.ts";
import type { PolicyOptions } from "../policy/explain-policy.ts";

/** Options and help; what it does is loaded when it runs. */
export function policyCommand(context: CommandContext): Command {
  const policy = new Command("policy").description("what agents may do without asking, must ask about and may not do");
  const showAll = async (options: PolicyOptions): Promise<void> => {
    const { showPolicy } = await import("../policy/explain-policy.ts");
    await showPolicy(context, options);
  };
  const show = new Command("show").description("all rules of a team, with file and line");
  policy.addCommand(addCommonOptions(addTeam(show), { json: "the rules as JSON" }).action(showAll));
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
  policy.addCommand(rulesCommand(context));
  return actByDefault(addCommonOptions(addTeam(policy), { json: "the rules as JSON" }), showAll);
}

function rulesCommand(context: CommandContext): Command {
  const rules = new Command("rules").description("approvals that you let stand for later calls");
  const list = async (options: CommonOptions): Promise<void> => {
    const { listRules } = await import("../policy/approval-rules.ts");
    await listRules(context, options);
  };
  const listCommand = new Command("list").description("all of them");
  rules.addCommand(addCommonOptions(listCommand, { json: "them as JSON" }).action(list));
  const remove = new Command("remove").description("take one back").argument("<id>", "as the list names it");
  rules.addCommand(
    addCommonOptions(remove).action(async (id: string, options: CommonOptions) => {
      const { removeRule } = await import("../policy/approval-rules.ts");
      await removeRule(context, id, options);
    }),
  );
  const share = new Command("share")
    .description("let one hold for everyone; for admins")
    .argument("<id>", "as the list names it");
  rules.addCommand(
    addCommonOptions(share).action(async (id: string, options: CommonOptions) => {
      const { shareRule } = await import("../policy/approval-rules.ts");
      await shareRule(context, id, options);
    }),
  );
  return actByDefault(addCommonOptions(rules, { json: "them as JSON" }), list);
}

function addTeam(command: Command): Command {
  return command.option("--team <name>", "name or folder of the team (default: the setting team)");
}
