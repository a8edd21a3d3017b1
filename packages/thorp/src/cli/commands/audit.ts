/** `thorp audit`: who did what to accounts. */
import { Command } from "commander";
import type { AuditOptions } from "../accounts/show-audit.ts";
import { addCommonOptions, type CommandContext } from "../command-context.ts";

/** Newest first. */
export function auditCommand(context: CommandContext): Command {
  const command = new Command("audit")
    .description("who did what with users, keys, budgets and credentials, when and from where")
    .option("-n, --limit <n>", "at most so many lines (default: 50)")
    .option("--verify", "go over the whole chain of hashes; exits with 1 when a line was changed or is missing");
  return addCommonOptions(command, { json: "the lines as JSON" }).action(async (options: AuditOptions) => {
    const { showAudit } = await import("../accounts/show-audit.ts");
    await showAudit(context, options);
  });
}
