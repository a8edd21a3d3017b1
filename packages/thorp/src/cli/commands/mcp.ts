/** `thorp mcp`: alone it is an MCP server; its sub-commands are about the servers of others. */
import { Command } from "commander";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../command-context.ts";
import { actByDefault } from "../default-action.ts";
import type { AddServerOptions } from "../mcp/add-server.ts";
import type { CheckServerOptions } from "../mcp/check-server.ts";
import type { LoginServerOptions } from "../mcp/login-server.ts";

/** Options and help; what it does is loaded when it runs. */
export function mcpCommand(context: CommandContext): Command {
  const mcp = new Command("mcp").description("be an MCP server on standard input and output, and use those of others");
  for (const command of [listCommand, showCommand, addCommand, checkCommand, loginCommand, removeCommand])
    mcp.addCommand(command(context));
  return actByDefault(addCommonOptions(mcp), async (options: CommonOptions) => {
    const { serveMcp } = await import("../mcp/serve-mcp.ts");
    await serveMcp(context, options);
  });
}

function listCommand(context: CommandContext): Command {
  const command = new Command("list").description("the MCP servers of thorp.yaml, and whether they were agreed to");
  return addCommonOptions(command, { json: "the list as JSON" }).action(async (options: CommonOptions) => {
    const { listServers } = await import("../mcp/list-servers.ts");
    await listServers(context, options);
  });
}

function showCommand(context: CommandContext): Command {
  const command = new Command("show")
    .description("tools, resources and prompts of a server, as they were agreed to")
    .argument("<name>");
  return addCommonOptions(command, { json: "the server as JSON" }).action(
    async (name: string, options: CommonOptions) => {
      const { showServer } = await import("../mcp/show-server.ts");
      await showServer(context, name, options);
    },
  );
}

function addCommand(context: CommandContext): Command {
  const command = new Command("add")
    .description("put a server into thorp.yaml: a command after `--`, or an address; then look at it and agree")
    .argument("<name>")
    .argument("<target...>", "https://..., or the program with its arguments")
    .option("--env <NAME=VALUE...>", "what the program gets; a value may be ${NAME} of a key")
    .option("--header <NAME=VALUE...>", "what is sent to the address")
    .option("--network", "the program may reach the network")
    .option("--trust-hints", "believe the server where it says that a tool only reads")
    .option("-y, --yes", "agree to what it offers without being asked");
  return addCommonOptions(command).action(async (name: string, target: string[], options: AddServerOptions) => {
    const { addServer } = await import("../mcp/add-server.ts");
    await addServer(context, { name, target }, options);
  });
}

function checkCommand(context: CommandContext): Command {
  const command = new Command("check")
    .description("start or ask a server, say what it offers now and what has changed, and agree to it")
    .argument("<name>")
    .option("-y, --yes", "agree without being asked");
  return addCommonOptions(command, { json: "what was found as JSON; agrees only with --yes" }).action(
    async (name: string, options: CheckServerOptions) => {
      const { checkServer } = await import("../mcp/check-server.ts");
      await checkServer(context, name, options);
    },
  );
}

function loginCommand(context: CommandContext): Command {
  const command = new Command("login")
    .description("log in at a server by its own page; the tokens are sealed with the other credentials")
    .argument("<name>")
    .option("--port <number>", "where the browser comes back to on this machine (default: a free one)");
  return addCommonOptions(command).action(async (name: string, options: LoginServerOptions) => {
    const { loginServer } = await import("../mcp/login-server.ts");
    await loginServer(context, name, options);
  });
}

function removeCommand(context: CommandContext): Command {
  const command = new Command("remove")
    .description("take a server out of thorp.yaml, and what was agreed to")
    .argument("<name>");
  return addCommonOptions(command).action(async (name: string, options: CommonOptions) => {
    const { removeServer } = await import("../mcp/remove-server.ts");
    await removeServer(context, name, options);
  });
}
