/** `thorp models`. */
import { Command } from "commander";
import type { ModelsOptions } from "../catalogue/show-models.ts";
import { addCommonOptions, type CommandContext } from "../command-context.ts";
import { actByDefault } from "../default-action.ts";
import { modelServerCommands } from "./model-servers.ts";

/** Options and help; what it does is loaded when it runs. */
export function modelsCommand(context: CommandContext): Command {
  const command = new Command("models")
    .description("the models of the catalogue: tier, window, price, and whether they can be called")
    .option("--check", "ask every model server first whether it answers");
  for (const child of modelServerCommands(context)) command.addCommand(child);
  return actByDefault(addCommonOptions(command, { json: "the list as JSON" }), async (options: ModelsOptions) => {
    const { showModels } = await import("../catalogue/show-models.ts");
    await showModels(context, options);
  });
}
