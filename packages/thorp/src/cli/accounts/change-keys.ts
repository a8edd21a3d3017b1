/** `thorp keys`. */
import { ThorpError } from "../../base/errors.ts";
import { type KeyScope, keyScopes } from "../../wire/accounts.ts";
import type { CommandContext, CommonOptions } from "../command-context.ts";
import { renderTable } from "../terminal/table.ts";
import { timeWords, userNamed, withAccounts } from "./with-accounts.ts";

/** Options of `keys add`, as typed. */
export interface KeyOptions extends CommonOptions {
  readonly name?: string;
  readonly scopes?: string;
  readonly days?: string;
}

const columns = [
  { title: "id" },
  { title: "user" },
  { title: "for", isFlexible: true },
  { title: "scopes", isFlexible: true },
  { title: "ends" },
  { title: "expires" },
  { title: "last used" },
];

/** A table, or JSON; never a key. */
export async function showKeys(context: CommandContext, options: CommonOptions): Promise<void> {
  const { stdout, stderr } = context.surroundings;
  const keys = await withAccounts(context, options, async (desk) => {
    const names = new Map(desk.users.map(({ id, name }) => [id, name]));
    return (await desk.listKeys()).map((key) => ({ ...key, userName: names.get(key.user) ?? key.user }));
  });
  if (options.json) return void stdout.write(`${JSON.stringify(keys, null, 2)}\n`);
  const rows = keys.map(({ id, userName, name, scopes, ending, expiresAt, lastUsedAt }) => [
    ...[id, userName, name, scopes.join(" "), `…${ending}`],
    ...[expiresAt, lastUsedAt].map((at) => (at === undefined ? "never" : timeWords(at))),
  ]);
  if (rows.length > 0) stdout.write(renderTable(rows, { columns, paint: context.terminal.paint }));
  else stderr.write("No API keys.\n");
}

/** Writes the key to standard output, this once. Throws `user-unknown`, `usage`. */
export async function addKey(context: CommandContext, wanted: string, options: KeyOptions): Promise<void> {
  const { stdout, stderr, now } = context.surroundings;
  const scopes = scopesFrom(options.scopes ?? "runs:read,runs:write,v1");
  const days = options.days === undefined ? undefined : daysFrom(options.days);
  const key = await withAccounts(context, options, async (desk) =>
    desk.addKey({
      user: userNamed(desk, wanted),
      name: options.name ?? "made in the terminal",
      scopes,
      ...(days === undefined ? {} : { expiresAt: now() + days }),
    }),
  );
  if (options.json) return void stdout.write(`${JSON.stringify(key)}\n`);
  stdout.write(`${key.key}\n`);
  stderr.write(`Keep it now: it is not shown again. \`thorp keys revoke ${key.id}\` ends it.\n`);
}

/** Throws `key-unknown`. */
export async function revokeKey(context: CommandContext, id: string, options: CommonOptions): Promise<void> {
  await withAccounts(context, options, (desk) => desk.revokeKey(id));
  if (!options.json) context.surroundings.stderr.write(`${id} counts no more.\n`);
}

function scopesFrom(text: string): readonly KeyScope[] {
  return text.split(",").map((part) => {
    const scope = keyScopes.find((each) => each === part.trim());
    if (scope === undefined)
      throw new ThorpError("usage", `--scopes has "${part}"; there are ${keyScopes.join(", ")}.`);
    return scope;
  });
}

function daysFrom(text: string): number {
  const days = Number(text);
  if (!(days > 0 && days < 100_000)) throw new ThorpError("usage", `--days is "${text}"; it must be a number of days.`);
  return days * 86_400_000;
}
