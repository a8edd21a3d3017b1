/** `thorp logs`. */
import { Command } from "commander";
import { addCommonOptions, type CommandContext } from "../command-context.ts";
import type { LogOptions } from "../logs/show-logs.ts";

/** Options and help; what it does is loaded when it runs. */
export function logsCommand(context: CommandContext): Command {
  const command = new Command("logs")
    .description("the events of a run, one a line")
    .argument("[id]", "id of the run; its last letters are enough", "last")
    .option("-f, --follow", "go on with new events until the run ends");
  return addCommonOptions(command, { json: "as JSON, in the same shape as `ask --json`" }).action(
    async (id: string, options: LogOptions) => {
      const { showLogs } = await import("../logs/show-logs.ts");
      await showLogs(context, id, options);
    },
  );
}
