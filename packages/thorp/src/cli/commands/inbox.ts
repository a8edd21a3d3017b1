/** `thorp inbox`: approvals, questions and plans that wait, also of runs that a server works on. */
import { Command } from "commander";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../command-context.ts";
import { actByDefault } from "../default-action.ts";
import type { AnswerOptions } from "../inbox/answer-inbox.ts";

const idText = "as the list names it; `first` is the oldest";

/** Without a subcommand it lists. */
export function inboxCommand(context: CommandContext): Command {
  const inbox = new Command("inbox").description("what waits for a person, over all runs");
  inbox.addCommand(showCommand(context));
  inbox.addCommand(allowCommand(context));
  inbox.addCommand(denyCommand(context));
  inbox.addCommand(answerCommand(context));
  return actByDefault(addCommonOptions(inbox, { json: "the list as JSON" }), async (options: CommonOptions) => {
    const { showInbox } = await import("../inbox/answer-inbox.ts");
    await showInbox(context, options);
  });
}

function showCommand(context: CommandContext): Command {
  const command = new Command("show")
    .description("what would be done, and every way to answer")
    .argument("[id]", idText, "first");
  return addCommonOptions(command, { json: "it as JSON" }).action(async (id: string, options: CommonOptions) => {
    const { showInboxItem } = await import("../inbox/answer-inbox.ts");
    await showInboxItem(context, id, options);
  });
}

function allowCommand(context: CommandContext): Command {
  const command = new Command("allow")
    .description("yes to an approval or a plan")
    .argument("<id>", idText)
    .option(
      "--for <time>",
      "also for later calls: run, conversation or always; what stands is listed by `policy rules`",
    )
    .option("--match <what>", "what is the same in them: tool, folder, host or arguments (default: the first offered)");
  return addCommonOptions(command).action(async (id: string, options: AnswerOptions) => {
    const { allowItem } = await import("../inbox/answer-inbox.ts");
    await allowItem(context, id, options);
  });
}

function denyCommand(context: CommandContext): Command {
  const command = new Command("deny")
    .description("no to an approval or a plan")
    .argument("<id>", idText)
    .option("--because <words>", "why not; the agent reads it");
  return addCommonOptions(command).action(async (id: string, options: AnswerOptions) => {
    const { denyItem } = await import("../inbox/answer-inbox.ts");
    await denyItem(context, id, options);
  });
}

function answerCommand(context: CommandContext): Command {
  const command = new Command("answer")
    .description("the answer to a question")
    .argument("<id>", idText)
    .argument("<words...>");
  return addCommonOptions(command).action(async (id: string, words: string[], options: CommonOptions) => {
    const { answerItem } = await import("../inbox/answer-inbox.ts");
    await answerItem(context, { id, words }, options);
  });
}
