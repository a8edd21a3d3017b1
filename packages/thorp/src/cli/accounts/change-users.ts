/** `thorp users`. */
import { ThorpError } from "../../base/errors.ts";
import { type OneTimeLink, type Role, roles, userNameSchema } from "../../wire/accounts.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { renderTable } from "../terminal/table.ts";
import { timeWords, userNamed, withAccounts } from "./with-accounts.ts";

/** Options of `users add` and `users change`. */
export interface UserOptions extends CommonOptions {
  readonly role?: string;
}

const columns = [{ title: "name", isFlexible: true }, { title: "role" }, { title: "state" }, { title: "since" }];

/** A table, or JSON. */
export async function showUsers(context: CommandContext, options: CommonOptions): Promise<void> {
  const { stdout } = context.surroundings;
  const users = await withAccounts(context, options, async (desk) => desk.users);
  if (options.json) return void stdout.write(`${JSON.stringify(users, null, 2)}\n`);
  const rows = users.map(({ name, role, disabled, hasPassword, createdAt }) => {
    return [name, role, disabled ? "disabled" : hasPassword ? "active" : "no password yet", timeWords(createdAt)];
  });
  if (rows.length > 0) stdout.write(renderTable(rows, { columns, paint: context.terminal.paint }));
  else context.surroundings.stderr.write("No users: on this machine nobody is asked for a key.\n");
}

/** Makes a user and writes the link that sets the password. Throws `account-state`, `usage`. */
export async function addUser(context: CommandContext, name: string, options: UserOptions): Promise<void> {
  const checked = userNameSchema.safeParse(name);
  if (!checked.success) throw new ThorpError("usage", `The name ${checked.error.issues[0]?.message ?? "is wrong"}.`);
  const role = roleFrom(options.role ?? "member");
  const made = await withAccounts(context, options, async (desk) => ({
    ...(await desk.addUser({ name, role })).link,
    url: desk.url,
  }));
  await tellLink(context, options, { ...made, words: `${name} (${role}) sets a password here, once:` });
}

/** Changes role or state. Throws `user-unknown`, `account-state`. */
export async function changeUser(
  context: CommandContext,
  wanted: string,
  { disabled, ...options }: UserOptions & { readonly disabled?: boolean },
): Promise<void> {
  const change = {
    ...(options.role === undefined ? {} : { role: roleFrom(options.role) }),
    ...(disabled === undefined ? {} : { disabled }),
  };
  const user = await withAccounts(context, options, async (desk) => desk.changeUser(userNamed(desk, wanted), change));
  if (options.json) context.surroundings.stdout.write(`${JSON.stringify(user)}\n`);
  else context.surroundings.stderr.write(`${user.name}: ${user.role}${user.disabled ? ", disabled" : ""}.\n`);
}

/** Writes a one-time link that sets the password anew. Throws `user-unknown`. */
export async function linkUser(context: CommandContext, wanted: string, options: CommonOptions): Promise<void> {
  const link = await withAccounts(context, options, async (desk) => ({
    ...(await desk.linkUser(userNamed(desk, wanted))),
    url: desk.url,
  }));
  await tellLink(context, options, { ...link, words: `${wanted} sets a new password here, once:` });
}

async function tellLink(
  context: CommandContext,
  options: CommonOptions,
  { words, url, ...link }: OneTimeLink & { readonly words: string; readonly url: string | undefined },
): Promise<void> {
  const { stdout, stderr } = context.surroundings;
  if (options.json) return void stdout.write(`${JSON.stringify(link)}\n`);
  const { host, port } = (await readConfig(context, { ...options, quiet: true })).settings;
  stderr.write(`${words} (until ${timeWords(link.expiresAt)} UTC)\n`);
  stdout.write(`${url ?? `http://${host}:${port}`}/#link=${link.token}\n`);
}

function roleFrom(text: string): Role {
  const role = roles.find((each) => each === text);
  if (role === undefined) throw new ThorpError("usage", `--role is "${text}"; it must be one of ${roles.join(", ")}.`);
  return role;
}
