/** `thorp budgets`: ceilings over the money of users, keys, teams and everyone. */
import { Command } from "commander";
import type { BudgetOptions } from "../accounts/change-budgets.ts";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../command-context.ts";
import { actByDefault } from "../default-action.ts";

/** Without a subcommand it lists. */
export function budgetsCommand(context: CommandContext): Command {
  const budgets = new Command("budgets").description("what users, keys, teams and everyone may spend");
  budgets.addCommand(setCommand(context));
  budgets.addCommand(removeCommand(context));
  return actByDefault(addCommonOptions(budgets, { json: "the list as JSON" }), async (options: CommonOptions) => {
    const { showBudgets } = await import("../accounts/change-budgets.ts");
    await showBudgets(context, options);
  });
}

function setCommand(context: CommandContext): Command {
  const command = new Command("set")
    .description("set a budget; it counts what is spent from now on")
    .argument("<dollars>");
  return addCommonOptions(addSubject(command)).action(async (dollars: string, options: BudgetOptions) => {
    const { setBudget } = await import("../accounts/change-budgets.ts");
    await setBudget(context, dollars, options);
  });
}

function removeCommand(context: CommandContext): Command {
  const command = new Command("remove").description("take a budget away");
  return addCommonOptions(addSubject(command)).action(async (options: BudgetOptions) => {
    const { removeBudget } = await import("../accounts/change-budgets.ts");
    await removeBudget(context, options);
  });
}

function addSubject(command: Command): Command {
  return command
    .option("--user <user>", "of a user, by name or id")
    .option("--key <id>", "of an API key")
    .option("--team <name>", "of a team; without any of the three it is everyone's")
    .option("--per <period>", "day, month or ever, in UTC (default: day)");
}
