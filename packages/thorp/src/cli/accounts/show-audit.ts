/** `thorp audit`. */

import { oneLine } from "../../base/clean-text.ts";
import { ThorpError } from "../../base/errors.ts";
import type { CommandContext, CommonOptions } from "../command-context.ts";
import { timeWords, withAccounts } from "./with-accounts.ts";

/** Options of `thorp audit`, as typed. */
export interface AuditOptions extends CommonOptions {
  readonly limit?: string;
  readonly verify?: boolean;
}

/** Newest first. With `verify` it exits with 1 when a line was changed or is missing. */
export async function showAudit(context: CommandContext, options: AuditOptions): Promise<void> {
  const { stdout, stderr } = context.surroundings;
  const limit = Number(options.limit ?? 50);
  if (!Number.isInteger(limit) || limit < 1)
    throw new ThorpError("usage", `--limit is "${options.limit}"; it must be a number from 1 on.`);
  const { entries, problems, nameOf } = await withAccounts(context, options, async (desk) => {
    const names = new Map(desk.users.map(({ id, name }) => [id, name]));
    const { entries, problems } = await desk.audit({ limit, verify: options.verify ?? false });
    return {
      entries,
      problems,
      nameOf: (id: string) => names.get(id) ?? id,
    };
  });
  if (options.json) stdout.write(`${JSON.stringify({ entries, ...(problems && { problems }) }, null, 2)}\n`);
  else
    for (const { seq, at, who, what, on, detail, from } of entries) {
      const parts = [
        timeWords(at),
        nameOf(who),
        what,
        on === undefined ? "" : nameOf(on),
        detail,
        from && `from ${from}`,
      ];
      stdout.write(`${seq} ${parts.flatMap((part) => (part ? [oneLine(part)] : [])).join("  ")}\n`);
    }
  if (problems === undefined) return;
  if (!options.json)
    stderr.write(problems.length === 0 ? "The log is as it was written.\n" : `${problems.join("\n")}\n`);
  if (problems.length > 0) context.finish(1);
}
