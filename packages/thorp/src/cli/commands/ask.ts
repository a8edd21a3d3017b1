/** `thorp ask`. */
import { Command } from "commander";
import type { AskOptions } from "../ask/run-ask.ts";
import { addCommonOptions, type CommandContext } from "../command-context.ts";

/** Options and help; what it does is loaded when it runs. */
export function askCommand(context: CommandContext): Command {
  const command = new Command("ask")
    .description("ask a team; the plan and its progress are shown, the answer goes to standard output")
    .argument("[words...]", "the question; text on standard input comes along as stdin.txt")
    .option("-t, --team <team>", "name or folder of the team")
    .option("-w, --workspace <dir>", "folder whose files may be read (default: the working folder)")
    .option("-o, --out <dir>", "folder for results (default: thorp-out in the workspace)")
    .option("-m, --model <model>", "this model for every call")
    .option("-b, --budget <usd>", "the most that the run may cost, in US dollars")
    .option("-d, --deadline <time>", "how long it may take: 90s, 2m")
    .option("--priority <n>", "higher goes first, negative is background (default: 0)")
    .option("-y, --yes", "allow writing in the workspace and the out folder without asking")
    .option("--plan", "show the plan and wait for approval before it runs")
    .option(
      "-c, --continue [conversation]",
      "go on with a conversation (con_... or the letters that lists show), by default the last one",
    )
    .option("-q, --quiet", "only the answer and errors")
    .option("--no-wait", "fail when another Thorp uses the data folder, instead of waiting");
  addCommonOptions(command, { json: "one update a line on standard output, nothing else" });
  return command.action(async (words: string[], options: AskOptions) => {
    const { runAsk } = await import("../ask/run-ask.ts");
    await runAsk(context, words, options);
  });
}
