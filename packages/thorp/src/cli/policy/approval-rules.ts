/** `thorp policy rules`: approvals that stand beyond a run, in the data folder or at the server that has it. */
import { oneLine } from "../../base/clean-text.ts";
import { withAccounts } from "../accounts/with-accounts.ts";
import type { CommandContext, CommonOptions } from "../command-context.ts";
import { renderTable } from "../terminal/table.ts";

const columns = [
  { title: "rule" },
  { title: "of" },
  { title: "tool" },
  { title: "effect" },
  { title: "for", isFlexible: true },
  { title: "where" },
  { title: "allowed when asked", isFlexible: true },
];

/** Of everybody, or of those whom the caller may see at a server; oldest first. */
export async function listRules(context: CommandContext, options: CommonOptions): Promise<void> {
  const { stdout } = context.surroundings;
  const { rules, users } = await withAccounts(context, options, async (desk) => ({
    rules: await desk.listRules(),
    users: new Map(desk.users.map(({ id, name }) => [id, name])),
  }));
  if (options.json) return void stdout.write(`${JSON.stringify(rules, null, 2)}\n`);
  const rows = rules.map(({ id, user, tool, effect, match, value, conversation, summary }) => [
    ...[id, users.get(user) ?? user, tool, effect],
    match === "arguments" ? "the same arguments" : `${match} ${oneLine(value)}`,
    conversation ?? "everywhere",
    oneLine(summary),
  ]);
  const width = stdout.isTTY ? { width: context.terminal.width() } : {};
  stdout.write(renderTable(rows, { columns, paint: context.terminal.paint, ...width }));
}

/** Holds from the next call on. Throws `rule-unknown` for an id that is not there. */
export async function removeRule(context: CommandContext, id: string, options: CommonOptions): Promise<void> {
  await withAccounts(context, options, (desk) => desk.removeRule(id));
  context.surroundings.stdout.write(`Taken back: ${id}. Its calls are asked about again.\n`);
}

/** Throws `rule-unknown`, and `account-state` for a rule of one conversation. */
export async function shareRule(context: CommandContext, id: string, options: CommonOptions): Promise<void> {
  const { id: shared, summary } = await withAccounts(context, options, (desk) => desk.shareRule(id));
  context.surroundings.stdout.write(`Holds for everyone as ${shared}: ${oneLine(summary)}\n`);
}
