/** `thorp chat`. */
import { Command } from "commander";
import type { ChatOptions } from "../chat/chat.ts";
import { addCommonOptions, type CommandContext } from "../command-context.ts";

/** Loads the chat itself only when it is carried out: `--help` starts fast. */
export function chatCommand(context: CommandContext): Command {
  const command = new Command("chat")
    .description("talk with a team until you leave; without a terminal every line of standard input is a request")
    .option("-t, --team <team>", "name or folder of the team")
    .option("-w, --workspace <dir>", "folder whose files may be read (default: the working folder)")
    .option("-o, --out <dir>", "folder for results (default: thorp-out in the workspace)")
    .option("-m, --model <model>", "this model for every call")
    .option("-b, --budget <usd>", "the most that each request may cost, in US dollars")
    .option("-d, --deadline <time>", "how long each request may take: 90s, 2m")
    .option("-y, --yes", "allow writing in the workspace and the out folder without asking")
    .option("--plan", "show every plan and wait for approval before it runs")
    .option(
      "-r, --resume [conversation]",
      "go on with a conversation (its id, first or last letters), by default the last",
    )
    .option("--no-wait", "fail when another Thorp uses the data folder, instead of waiting");
  addCommonOptions(command, { json: "one update a line on standard output, nothing else" });
  return command.action(async (options: ChatOptions) => {
    const { runChat } = await import("../chat/run-chat.ts");
    await runChat(context, options);
  });
}
