/** `thorp compliance`. */
import { Command } from "commander";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../command-context.ts";
import type { CallsOptions } from "../compliance/show-compliance.ts";
import { actByDefault } from "../default-action.ts";

/** `thorp compliance report` and `calls`; alone it reports. */
export function complianceCommand(context: CommandContext): Command {
  const compliance = new Command("compliance").description(
    "what providers of tools demand, and what was asked of them",
  );
  const act = async (options: CommonOptions): Promise<void> => {
    const { showReport } = await import("../compliance/show-compliance.ts");
    await showReport(context, options);
  };
  const report = new Command("report").description("by provider: calls, answers, limits, credits, training");
  const calls = new Command("calls")
    .description("each call under terms of a provider, newest first")
    .option("--provider <name>", "only those of one, as the report names it")
    .option("--run <id>", "only those of one run")
    .option("-n, --limit <n>", "at most so many (default: 20)");
  compliance.addCommand(addCommonOptions(report, { json: "the report as JSON" }).action(act));
  compliance.addCommand(
    addCommonOptions(calls, { json: "the calls as JSON" }).action(async (options: CallsOptions) => {
      const { showCalls } = await import("../compliance/show-compliance.ts");
      await showCalls(context, options);
    }),
  );
  return actByDefault(addCommonOptions(compliance, { json: "the report as JSON" }), act);
}
