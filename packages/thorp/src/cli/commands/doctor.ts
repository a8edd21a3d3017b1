/** `thorp doctor`. */
import { Command } from "commander";
import { addCommonOptions, type CommandContext } from "../command-context.ts";
import type { DoctorOptions } from "../doctor/run-doctor.ts";

/** Options and help; what it does is loaded when it runs. */
export function doctorCommand(context: CommandContext): Command {
  const command = new Command("doctor")
    .description("look whether everything Thorp needs is there, and say what mends what is not")
    .option("--fix", "mend what it can: tables from events, a damaged record from what can be read of it");
  return addCommonOptions(command, { json: "the findings as JSON" }).action(async (options: DoctorOptions) => {
    const { runDoctor } = await import("../doctor/run-doctor.ts");
    await runDoctor(context, options);
  });
}
