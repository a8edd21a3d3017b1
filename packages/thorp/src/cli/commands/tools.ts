/** `thorp tools`. */
import { Command } from "commander";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../command-context.ts";
import { checkToolsCommand, importToolsCommand } from "./tools-import.ts";

/** Options and help; what it does is loaded when it runs. */
export function toolsCommand(context: CommandContext): Command {
  const command = new Command("tools").description(
    "the tools: what they are for, what they do to the world, which teams use them",
  );
  command.addCommand(importToolsCommand(context));
  command.addCommand(checkToolsCommand(context));
  return addCommonOptions(command, { json: "the list as JSON" }).action(async (options: CommonOptions) => {
    const { showTools } = await import("../catalogue/show-tools.ts");
    await showTools(context, options);
  });
}
