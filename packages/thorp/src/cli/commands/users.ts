/** `thorp users`, for whoever runs the server for others. */
import { Command } from "commander";
import type { UserOptions } from "../accounts/change-users.ts";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../command-context.ts";
import { actByDefault } from "../default-action.ts";

/** Without a subcommand it lists. */
export function usersCommand(context: CommandContext): Command {
  const users = new Command("users").description("people who may use the server, and what they may do");
  for (const command of [addUserCommand, roleCommand, linkCommand, disableCommand, enableCommand])
    users.addCommand(command(context));
  return actByDefault(addCommonOptions(users, { json: "the list as JSON" }), async (options: CommonOptions) => {
    const { showUsers } = await import("../accounts/change-users.ts");
    await showUsers(context, options);
  });
}

function addUserCommand(context: CommandContext): Command {
  const command = new Command("add")
    .description("make a user; writes a link that sets the password, once. The first one must be an admin")
    .argument("<name>")
    .option("--role <role>", "viewer, member or admin (default: member)");
  return addCommonOptions(command, { json: "the link as JSON" }).action(async (name: string, options: UserOptions) => {
    const { addUser } = await import("../accounts/change-users.ts");
    await addUser(context, name, options);
  });
}

function roleCommand(context: CommandContext): Command {
  const command = new Command("role")
    .description("give a user another role")
    .argument("<user>", "name or id")
    .argument("<role>", "viewer, member or admin");
  return addCommonOptions(command, { json: "the user as JSON" }).action(
    async (user: string, role: string, options: CommonOptions) => {
      const { changeUser } = await import("../accounts/change-users.ts");
      await changeUser(context, user, { ...options, role });
    },
  );
}

function linkCommand(context: CommandContext): Command {
  const command = new Command("link")
    .description("a link that sets a user's password anew, once")
    .argument("<user>", "name or id");
  return addCommonOptions(command, { json: "the link as JSON" }).action(
    async (user: string, options: CommonOptions) => {
      const { linkUser } = await import("../accounts/change-users.ts");
      await linkUser(context, user, options);
    },
  );
}

function disableCommand(context: CommandContext): Command {
  const command = new Command("disable")
    .description("end a user's sessions, and let their keys count no more")
    .argument("<user>", "name or id");
  return addCommonOptions(command, { json: "the user as JSON" }).action(
    async (user: string, options: CommonOptions) => {
      const { changeUser } = await import("../accounts/change-users.ts");
      await changeUser(context, user, { ...options, disabled: true });
    },
  );
}

function enableCommand(context: CommandContext): Command {
  const command = new Command("enable").description("let a disabled user in again").argument("<user>", "name or id");
  return addCommonOptions(command, { json: "the user as JSON" }).action(
    async (user: string, options: CommonOptions) => {
      const { changeUser } = await import("../accounts/change-users.ts");
      await changeUser(context, user, { ...options, disabled: false });
    },
  );
}
