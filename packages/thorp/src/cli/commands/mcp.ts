/** `thorp mcp`: alone it is an MCP server; its sub-commands are about the servers of others. */
import { Command } from "commander";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../command-context.ts";
import { actByDefault } from "../default-action.ts";

/** Options and help; what it does is loaded when it runs. */
export function mcpCommand(context: CommandContext): Command {
  const mcp = new Command("mcp").description("serve teams and runs over MCP on standard input and output");
  return actByDefault(addCommonOptions(mcp), async (options: CommonOptions) => {
    const { serveMcp } = await import("../mcp/serve-mcp.ts");
    await serveMcp(context, options);
  });
}
