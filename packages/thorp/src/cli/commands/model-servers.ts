/** `thorp models pull|load|unload|ps|start|stop`. */
import { Command } from "commander";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../command-context.ts";
import type { LoadCommandOptions, ServerCommandOptions } from "../model-servers/change-models.ts";

const serverText = "only this server, by its address; all servers of the provider otherwise";
const modelText = "id or alias; a bare name is one of Ollama's";

/** Added to `thorp models`. */
export function modelServerCommands(context: CommandContext): readonly Command[] {
  return [pull, load, unload, ps, start, stop].map((command) => command(context));
}

function pull(context: CommandContext): Command {
  const command = new Command("pull")
    .description("fetch a model to Ollama; Ctrl-C leaves it, the next time goes on from there")
    .argument("<model>", modelText)
    .option("--server <address>", serverText);
  return addCommonOptions(command, { json: "one update a line" }).action(
    async (model: string, options: ServerCommandOptions) => {
      const { pullModel } = await import("../model-servers/pull-model.ts");
      await pullModel(context, model, options);
    },
  );
}

function load(context: CommandContext): Command {
  const command = new Command("load")
    .description("load a model into memory, so that the next call need not wait for it")
    .argument("<model>", modelText)
    .option("--keep <time>", "how long it stays: seconds, 10m, -1 for always (Ollama)")
    .option("--server <address>", serverText);
  return addCommonOptions(command, { json: "the outcome of each server as JSON" }).action(
    async (model: string, options: LoadCommandOptions) => {
      const { loadModel } = await import("../model-servers/change-models.ts");
      await loadModel(context, model, options);
    },
  );
}

function unload(context: CommandContext): Command {
  const command = new Command("unload")
    .description("take a model out of memory")
    .argument("<model>", modelText)
    .option("--server <address>", serverText);
  return addCommonOptions(command, { json: "the outcome of each server as JSON" }).action(
    async (model: string, options: ServerCommandOptions) => {
      const { unloadModel } = await import("../model-servers/change-models.ts");
      await unloadModel(context, model, options);
    },
  );
}

function ps(context: CommandContext): Command {
  const command = new Command("ps").description("what the local servers hold in memory, and which of them Thorp runs");
  return addCommonOptions(command, { json: "the servers as JSON" }).action(async (options: CommonOptions) => {
    const { showServers } = await import("../model-servers/show-servers.ts");
    await showServers(context, options);
  });
}

function start(context: CommandContext): Command {
  const command = new Command("start")
    .description("start the server of a provider and keep it until Ctrl-C")
    .argument("<provider>", "its name in the catalogue");
  return addCommonOptions(command, { json: "one state a line" }).action(
    async (provider: string, options: CommonOptions) => {
      const { startServer } = await import("../model-servers/run-server.ts");
      await startServer(context, provider, options);
    },
  );
}

function stop(context: CommandContext): Command {
  const command = new Command("stop")
    .description("stop the server of a provider, also when another Thorp has started it")
    .argument("<provider>", "its name in the catalogue");
  return addCommonOptions(command).action(async (provider: string, options: CommonOptions) => {
    const { stopServer } = await import("../model-servers/run-server.ts");
    await stopServer(context, provider, options);
  });
}
