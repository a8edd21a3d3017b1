/** `thorp credentials`: keys of other services. */
import { Command } from "commander";
import type { CredentialOptions } from "../accounts/change-credentials.ts";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../command-context.ts";
import { actByDefault } from "../default-action.ts";

/** Without a subcommand it lists. */
export function credentialsCommand(context: CommandContext): Command {
  const credentials = new Command("credentials").description(
    "keys of other services, sealed on disk; the environment comes before them",
  );
  for (const command of [setCommand, removeCommand, rotateCommand]) credentials.addCommand(command(context));
  return actByDefault(addCommonOptions(credentials, { json: "the list as JSON" }), async (options: CommonOptions) => {
    const { showCredentials } = await import("../accounts/change-credentials.ts");
    await showCredentials(context, options);
  });
}

function setCommand(context: CommandContext): Command {
  const command = new Command("set")
    .description("store a secret; it is read from standard input and never shown again")
    .argument("<variable>", "such as OPENROUTER_API_KEY");
  return addCommonOptions(addWhose(command)).action(async (variable: string, options: CredentialOptions) => {
    const { setCredential } = await import("../accounts/change-credentials.ts");
    await setCredential(context, variable, options);
  });
}

function removeCommand(context: CommandContext): Command {
  const command = new Command("remove").description("forget a secret").argument("<variable>");
  return addCommonOptions(addWhose(command)).action(async (variable: string, options: CredentialOptions) => {
    const { removeCredential } = await import("../accounts/change-credentials.ts");
    await removeCredential(context, variable, options);
  });
}

function rotateCommand(context: CommandContext): Command {
  const command = new Command("rotate").description(
    "seal all secrets with a new master key, or with the one that THORP_MASTER_KEY has by now",
  );
  return addCommonOptions(command).action(async (options: CommonOptions) => {
    const { rotateMasterKey } = await import("../accounts/change-credentials.ts");
    await rotateMasterKey(context, options);
  });
}

function addWhose(command: Command): Command {
  return command
    .option("--user <user>", "only for calls of this user, by name or id")
    .option("--team <name>", "only for calls of this team; without either it is everyone's");
}
