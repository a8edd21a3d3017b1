/** `thorp policy rules`: approvals that stand beyond a run. */

import type { ApprovalRules } from "../../accounts/accounts.ts";
import { oneLine } from "../../base/clean-text.ts";
import { ThorpError } from "../../base/errors.ts";
import type { CommandContext, CommonOptions } from "../command-context.ts";
import { withOwnData } from "../own-data.ts";
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

/** Of everybody, oldest first. */
export async function listRules(context: CommandContext, options: CommonOptions): Promise<void> {
  const { stdout } = context.surroundings;
  const rules = await withRules(context, options, async (approvals) => approvals.list());
  if (options.json) return void stdout.write(`${JSON.stringify(rules, null, 2)}\n`);
  const rows = rules.map(({ id, user, tool, effect, match, value, conversation, summary }) => [
    ...[id, user, tool, effect],
    match === "arguments" ? "the same arguments" : `${match} ${oneLine(value)}`,
    conversation ?? "everywhere",
    oneLine(summary),
  ]);
  const width = stdout.isTTY ? { width: context.terminal.width() } : {};
  stdout.write(renderTable(rows, { columns, paint: context.terminal.paint, ...width }));
}

/** Holds from the next call on. Throws `input-invalid` for an id that is not there. */
export async function removeRule(context: CommandContext, id: string, options: CommonOptions): Promise<void> {
  const isGone = await withRules(context, options, (approvals) => approvals.remove(id, { who: "terminal" }));
  if (!isGone)
    throw new ThorpError("input-invalid", `There is no rule ${id}.`, { hint: "Run `thorp policy rules list`." });
  context.surroundings.stdout.write(`Taken back: ${id}. Its calls are asked about again.\n`);
}

/** Waits for a server that has the data: it would not see a change made beside it. */
async function withRules<Result>(
  context: CommandContext,
  options: CommonOptions,
  use: (approvals: ApprovalRules) => Promise<Result>,
): Promise<Result> {
  const results: Result[] = [];
  await withOwnData(context, { ...options, wait: true, describe: "thorp policy rules" }, async (thorp) => {
    results.push(await use(thorp.accounts.approvals));
  });
  return results[0] as Result;
}
