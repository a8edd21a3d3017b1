/** `thorp backup`. */
import { Command } from "commander";
import type { BackupOptions } from "../backup/run-backup.ts";
import { addCommonOptions, type CommandContext } from "../command-context.ts";
import { actByDefault } from "../default-action.ts";

const nameText = "name of the backup, `last`, or the path of its folder";

/** Options and help; what it does is loaded when it runs. Without a subcommand it lists. */
export function backupCommand(context: CommandContext): Command {
  const backup = new Command("backup").description("copies of the record: make, list, check, put back");
  backup.addCommand(
    withOptions(new Command("create").description("copy the record, also while a server uses it"), "the backup").action(
      async (options: BackupOptions) => (await commands()).createBackup(context, options),
    ),
  );
  backup.addCommand(
    withOptions(new Command("list").description("the backups that there are"), "the list").action(
      async (options: BackupOptions) => (await commands()).listBackups(context, options),
    ),
  );
  backup.addCommand(
    withOptions(
      new Command("verify").description("read a backup whole and say whether it can be restored"),
      "what was found",
    )
      .argument("[name]", nameText, "last")
      .action(async (name: string, options: BackupOptions) => (await commands()).verifyBackup(context, name, options)),
  );
  backup.addCommand(
    withOptions(
      new Command("restore").description("put a backup in the place of the record, which is kept aside"),
      "what was done",
    )
      .argument("<name>", nameText)
      .action(async (name: string, options: BackupOptions) => (await commands()).restoreBackup(context, name, options)),
  );
  return actByDefault(withOptions(backup, "the list"), async (options: BackupOptions) =>
    (await commands()).listBackups(context, options),
  );
}

function commands() {
  return import("../backup/run-backup.ts");
}

function withOptions(command: Command, json: string): Command {
  command.option("--to <dir>", "folder with the backups (default: `backups` in the data folder)");
  return addCommonOptions(command, { json: `${json} as JSON` });
}
