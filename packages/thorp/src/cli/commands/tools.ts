/** `thorp tools`. */
import { Command } from "commander";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../command-context.ts";
import { actByDefault } from "../default-action.ts";
import type { ToolDocsOptions } from "../tools/write-tool-pages.ts";
import { checkToolsCommand, importToolsCommand, newToolCommand } from "./tools-import.ts";

/** Options and help; what it does is loaded when it runs. */
export function toolsCommand(context: CommandContext): Command {
  const tools = new Command("tools").description(
    "the tools: what they are for, what they need, how their calls went, which teams use them",
  );
  const list = async (options: CommonOptions): Promise<void> => {
    const { listTools } = await import("../tools/list-tools.ts");
    await listTools(context, options);
  };
  const listCommand = new Command("list").description(
    "all tools with their state, and what is wrong with their sources",
  );
  tools.addCommand(addCommonOptions(listCommand, { json: "the list as JSON" }).action(list));
  const showCommand = new Command("show")
    .description("all that is known of one tool: inputs, needs, terms, calls")
    .argument("<tool>", "its name, or SOURCE/NAME");
  tools.addCommand(
    addCommonOptions(showCommand, { json: "the tool as JSON" }).action(async (name: string, options: CommonOptions) => {
      const { showTool } = await import("../tools/show-tool.ts");
      await showTool(context, name, options);
    }),
  );
  const trustCommand = new Command("trust")
    .description(
      "agree to tools as they are now: those of a team that nobody has agreed to yet, and those that have changed since",
    )
    .argument(
      "<tool...>",
      "names, SOURCE/NAME, whole sources (api:open_meteo), or a team: team:NAME or its folder (./bakery)",
    );
  tools.addCommand(
    addCommonOptions(trustCommand, { json: "the names as JSON" }).action(
      async (names: readonly string[], options: CommonOptions) => {
        const { trustTools } = await import("../tools/trust-tools.ts");
        await trustTools(context, names, options);
      },
    ),
  );
  const docsCommand = new Command("docs")
    .description("write a page for each tool, and a list of all")
    .option("--dir <dir>", "folder for the pages (default: docs/tools)");
  tools.addCommand(
    addCommonOptions(docsCommand).action(async (options: ToolDocsOptions) => {
      const { writeToolPages } = await import("../tools/write-tool-pages.ts");
      await writeToolPages(context, options);
    }),
  );
  tools.addCommand(newToolCommand(context));
  tools.addCommand(importToolsCommand(context));
  tools.addCommand(checkToolsCommand(context));
  return actByDefault(addCommonOptions(tools, { json: "the list as JSON" }), list);
}
