/** `thorp models`. */
import { Command } from "commander";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../command-context.ts";
import { actByDefault } from "../default-action.ts";
import type { AddModelOptions } from "../models/add-model.ts";
import type { ExportModelsOptions } from "../models/export-models.ts";
import type { ModelsOptions } from "../models/list-models.ts";
import type { SyncModelsOptions } from "../models/sync-models.ts";
import type { TestModelOptions } from "../models/test-model.ts";
import { modelServerCommands } from "./model-servers.ts";

const checkOption = ["--check", "ask every model server first whether it answers"] as const;
const providerOption = ["--provider <name>", "only models of this provider"] as const;

/** Options and help; what it does is loaded when it runs. */
export function modelsCommand(context: CommandContext): Command {
  const models = new Command("models")
    .description("the models of the catalogue: look them up, add and test them, read a provider's prices")
    .option(...checkOption)
    .option(...providerOption);
  for (const command of [listCommand, showCommand, addCommand, syncCommand, testCommand, exportCommand])
    models.addCommand(command(context));
  for (const child of modelServerCommands(context)) models.addCommand(child);
  return actByDefault(addCommonOptions(models, { json: "the list as JSON" }), (options: ModelsOptions) =>
    list(context, options),
  );
}

async function list(context: CommandContext, options: ModelsOptions): Promise<void> {
  const { listModels } = await import("../models/list-models.ts");
  await listModels(context, options);
}

function listCommand(context: CommandContext): Command {
  const command = new Command("list")
    .description("all models: tier, window, price, and whether they can be called")
    .option(...checkOption)
    .option(...providerOption);
  return addCommonOptions(command, { json: "the list as JSON" }).action((options: ModelsOptions) =>
    list(context, options),
  );
}

function showCommand(context: CommandContext): Command {
  const command = new Command("show")
    .description("everything about one model: price, window, parameters, state, aliases, which agents use it")
    .argument("<id>", "id or alias of the model");
  return addCommonOptions(command, { json: "the model as JSON" }).action(async (id: string, options: CommonOptions) => {
    const { showModel } = await import("../models/show-model.ts");
    await showModel(context, id, options);
  });
}

function addCommand(context: CommandContext): Command {
  const command = new Command("add")
    .description("write a model into your own models.yaml; what stands there stays as it is")
    .argument("<id>", "provider/name-at-the-provider")
    .option("--window <tokens>", "prompt and answer together: 32768, 128k")
    .option("--answer <tokens>", "the most that it may write")
    .option("--price <in/out>", "US dollars per million tokens: 0.25/2")
    .option("--can <list>", "tools,json,vision,audio,files,reasoning,code,embedding")
    .option("--alias <name>", "another name for it")
    .option("--require-test", "it may not serve before `thorp models test` has passed");
  return addCommonOptions(command, { json: "file and id as JSON" }).action(
    async (id: string, options: AddModelOptions) => {
      const { addModel } = await import("../models/add-model.ts");
      await addModel(context, id, options);
    },
  );
}

function syncCommand(context: CommandContext): Command {
  const command = new Command("sync")
    .description("read a provider's list of models, windows and prices into a catalogue file of its own")
    .argument("<provider>", "openrouter, litellm, or your own provider of that kind")
    .option("--dry-run", "say what would change and write nothing")
    .option("--accept", "take over prices that moved beyond a factor of ten, and a list that lost half of its models");
  return addCommonOptions(command, { json: "the changes as JSON" }).action(
    async (provider: string, options: SyncModelsOptions) => {
      const { syncModels } = await import("../models/sync-models.ts");
      await syncModels(context, provider, options);
    },
  );
}

function testCommand(context: CommandContext): Command {
  const command = new Command("test")
    .description("try a model on its real server: stream, count, tools, schema, window, stop; a paid one costs money")
    .argument("<id>", "id or alias of the model")
    .option("--max-cost <dollars>", "what the test may cost (default: 0.10)")
    .option("--tokens <n>", "the longest prompt (default: 16000, never more than the window)");
  return addCommonOptions(command, { json: "the result as JSON" }).action(
    async (id: string, options: TestModelOptions) => {
      const { testModel } = await import("../models/test-model.ts");
      await testModel(context, id, options);
    },
  );
}

function exportCommand(context: CommandContext): Command {
  const command = new Command("export")
    .description("write the catalogue as the configuration of a proxy; keys stay names of variables")
    .argument("<form>", "litellm")
    .option("-o, --output <file>", "into this file instead of standard output")
    .option("--force", "replace the file if it is there");
  return addCommonOptions(command).action(async (form: string, options: ExportModelsOptions) => {
    const { exportModels } = await import("../models/export-models.ts");
    await exportModels(context, form, options);
  });
}
