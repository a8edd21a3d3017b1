/** `thorp conversations`. */
import { Command } from "commander";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../command-context.ts";
import type { DeleteOptions } from "../conversations/change-conversations.ts";
import type { TrainingOptions } from "../conversations/export-for-training.ts";
import type { LimitOptions } from "../conversations/read-conversations.ts";
import { actByDefault } from "../default-action.ts";
import type { OwnDataOptions } from "../own-data.ts";

const idText = "id of the conversation; its first or last letters are enough, `last` is the newest";
const noWait = ["--no-wait", "fail when another Thorp uses the data folder, instead of waiting"] as const;

/** Without a subcommand it lists; each part loads what it needs only when it is carried out. */
export function conversationsCommand(context: CommandContext): Command {
  const conversations = new Command("conversations").description(
    "look at conversations, search them, take them along, rename and delete them",
  );
  for (const command of [listCommand, showCommand, searchCommand, exportCommand, renameCommand, deleteCommand])
    conversations.addCommand(command(context));
  return actByDefault(addCommonOptions(conversations, { json: "the list as JSON" }), async (options: LimitOptions) => {
    const { showConversations } = await import("../conversations/read-conversations.ts");
    await showConversations(context, options);
  });
}

function listCommand(context: CommandContext): Command {
  const command = new Command("list")
    .description("the newest conversations")
    .option("-n, --limit <n>", "at most so many (default: 20)");
  return addCommonOptions(command, { json: "the list as JSON" }).action(async (options: LimitOptions) => {
    const { showConversations } = await import("../conversations/read-conversations.ts");
    await showConversations(context, options);
  });
}

function showCommand(context: CommandContext): Command {
  const command = new Command("show").description("all that was said").argument("[id]", idText, "last");
  return addCommonOptions(command, { json: "the conversation as JSON" }).action(
    async (id: string, options: CommonOptions) => {
      const { showConversation } = await import("../conversations/read-conversations.ts");
      await showConversation(context, id, options);
    },
  );
}

function searchCommand(context: CommandContext): Command {
  const command = new Command("search")
    .description("messages that hold all the words, newest first; exits with 1 when there is none")
    .argument("<words...>", 'in any order and case; "words in quotes" stand together')
    .option("-n, --limit <n>", "at most so many messages (default: 20)");
  return addCommonOptions(command, { json: "what was found as JSON" }).action(
    async (words: string[], options: LimitOptions) => {
      const { searchConversations } = await import("../conversations/read-conversations.ts");
      await searchConversations(context, words, options);
    },
  );
}

function exportCommand(context: CommandContext): Command {
  const command = new Command("export")
    .description("messages, sources, files and costs, to standard output; or data to train models with")
    .argument("[id]", `${idText} (default: last; for training all)`)
    .option("-f, --format <format>", "md, json or html (default: md)")
    .option("--for-training", "examples as JSON, one a line, without what the terms of providers do not allow")
    .option("--tasks", "for training: also what tasks were given and brought")
    .option("--include-unknown", "for training: also answers of providers who say nothing about it");
  return addCommonOptions(command, { json: "the same as --format json; for training also what was left out" }).action(
    async (id: string | undefined, options: TrainingOptions) => {
      if (options.forTraining || options.tasks || options.includeUnknown) {
        const { printTrainingData } = await import("../conversations/export-for-training.ts");
        await printTrainingData(context, id, options);
        return;
      }
      const { printExport } = await import("../conversations/read-conversations.ts");
      await printExport(context, id ?? "last", options);
    },
  );
}

function renameCommand(context: CommandContext): Command {
  const command = new Command("rename")
    .description("give a conversation a name; without words it gets its first words back")
    .argument("<id>", idText)
    .argument("[words...]", "the name")
    .option(...noWait);
  return addCommonOptions(command, { json: "the new name as JSON" }).action(
    async (wanted: string, words: string[], options: OwnDataOptions) => {
      const { renameConversation } = await import("../conversations/change-conversations.ts");
      await renameConversation(context, { wanted, words }, options);
    },
  );
}

function deleteCommand(context: CommandContext): Command {
  const command = new Command("delete")
    .description("delete a conversation with all its runs")
    .argument("<id>", idText)
    .option("-y, --yes", "without asking")
    .option(...noWait);
  return addCommonOptions(command, { json: "what was deleted as JSON" }).action(
    async (id: string, options: DeleteOptions) => {
      const { deleteConversation } = await import("../conversations/change-conversations.ts");
      await deleteConversation(context, id, options);
    },
  );
}
