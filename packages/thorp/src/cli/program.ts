/** The commands of `thorp`. Building it loads no engine: help and version must come at once. */
import { Command } from "commander";
import { addCommonOptions, type CommandContext, type CommonOptions } from "./command-context.ts";
import { askCommand } from "./commands/ask.ts";
import { auditCommand } from "./commands/audit.ts";
import { backupCommand } from "./commands/backup.ts";
import { budgetsCommand } from "./commands/budgets.ts";
import { cacheCommand } from "./commands/cache.ts";
import { chatCommand } from "./commands/chat.ts";
import { complianceCommand } from "./commands/compliance.ts";
import { configCommand } from "./commands/config.ts";
import { conversationsCommand } from "./commands/conversations.ts";
import { credentialsCommand } from "./commands/credentials.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { inboxCommand } from "./commands/inbox.ts";
import { keysCommand } from "./commands/keys.ts";
import { logsCommand } from "./commands/logs.ts";
import { mcpCommand } from "./commands/mcp.ts";
import { modelsCommand } from "./commands/models.ts";
import { policyCommand } from "./commands/policy.ts";
import { preferencesCommand } from "./commands/preferences.ts";
import { runsCommand } from "./commands/runs.ts";
import { serveCommand } from "./commands/serve.ts";
import { teamsCommand } from "./commands/teams.ts";
import { toolsCommand } from "./commands/tools.ts";
import { usersCommand } from "./commands/users.ts";
import { actByDefault } from "./default-action.ts";
import { packageVersion } from "./package-version.ts";

const commands = [
  askCommand,
  chatCommand,
  serveCommand,
  conversationsCommand,
  runsCommand,
  inboxCommand,
  logsCommand,
  teamsCommand,
  modelsCommand,
  toolsCommand,
  policyCommand,
  mcpCommand,
  cacheCommand,
  complianceCommand,
  usersCommand,
  keysCommand,
  budgetsCommand,
  preferencesCommand,
  credentialsCommand,
  auditCommand,
  backupCommand,
  doctorCommand,
  configCommand,
] as const;

/** Throws CommanderError for wrong usage and after help. */
export function createProgram(context: CommandContext): Command {
  const { stdout } = context.surroundings;
  const program = new Command("thorp")
    .description("A team of AI agents on your own machine.")
    .version(packageVersion(), "-V, --version", "the version of Thorp")
    .helpOption("-h, --help", "help for a command")
    .helpCommand("help [command]", "help for a command")
    .showHelpAfterError(false);
  for (const command of commands) program.addCommand(command(context));
  addCommonOptions(program);
  actByDefault(program, async (options: CommonOptions) => {
    const { showStartPage } = await import("./start-page.ts");
    await showStartPage(context, options);
  });
  // `thorp --data-dir D runs list`: what is said before a command counts for it.
  program.hook("preAction", (_program, action) => {
    for (const [name, value] of Object.entries(action.optsWithGlobals())) action.setOptionValue(name, value);
  });
  forAll(program, (command) => {
    command
      .exitOverride()
      // Otherwise `runs` would take the options of `runs list` for its own.
      .enablePositionalOptions()
      .allowExcessArguments(false)
      .configureOutput({
        writeOut: (text) => void stdout.write(text),
        // Errors are told in one place, from what is thrown.
        writeErr: () => {},
        outputError: () => {},
      });
  });
  return program;
}

function forAll(command: Command, change: (command: Command) => void): void {
  change(command);
  for (const child of command.commands) forAll(child, change);
}
