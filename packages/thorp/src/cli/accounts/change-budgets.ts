/** `thorp budgets`. */
import { ThorpError } from "../../base/errors.ts";
import { type BudgetName, budgetNameSchema } from "../../wire/budgets.ts";
import type { CommandContext, CommonOptions } from "../command-context.ts";
import { renderTable } from "../terminal/table.ts";
import type { AccountDesk } from "./account-desk.ts";
import { userNamed, withAccounts } from "./with-accounts.ts";

/** Whose budget, as typed; none of the three is everyone's. */
export interface BudgetOptions extends CommonOptions {
  readonly user?: string;
  readonly key?: string;
  readonly team?: string;
  readonly per?: string;
}

const columns = [
  { title: "of" },
  { title: "whose", isFlexible: true },
  { title: "per" },
  { title: "limit", isRight: true },
  { title: "used", isRight: true },
];

/** A table, or JSON. Money is in US dollars. */
export async function showBudgets(context: CommandContext, options: CommonOptions): Promise<void> {
  const { stdout, stderr } = context.surroundings;
  const { budgets, nameOf } = await withAccounts(context, options, async (desk) => {
    const names = new Map(desk.users.map(({ id, name }) => [id, name]));
    return { budgets: await desk.listBudgets(), nameOf: (name: string) => names.get(name) ?? name };
  });
  if (options.json) return void stdout.write(`${JSON.stringify(budgets, null, 2)}\n`);
  const rows = budgets.map(({ of, name, per, limit, used }) => [of, nameOf(name), per, `$${limit}`, `$${used}`]);
  if (rows.length > 0) stdout.write(renderTable(rows, { columns, paint: context.terminal.paint }));
  else stderr.write("No budgets but those of the settings (`thorp config`).\n");
}

/** It counts what is spent from now on. Throws `usage`, `user-unknown`. */
export async function setBudget(context: CommandContext, dollars: string, options: BudgetOptions): Promise<void> {
  const limit = Number(dollars);
  if (dollars.trim() === "" || !(limit >= 0 && limit <= 1e9))
    throw new ThorpError("usage", `"${dollars}" is not an amount of US dollars, such as 0.50.`);
  await withAccounts(context, options, async (desk) => desk.setBudget({ ...nameFrom(desk, options), limit }));
}

/** Says so when there is none of that name. Throws `usage`, `user-unknown`. */
export async function removeBudget(context: CommandContext, options: BudgetOptions): Promise<void> {
  const removed = await withAccounts(context, options, async (desk) => desk.removeBudget(nameFrom(desk, options)));
  if (!removed) context.surroundings.stderr.write("There is no such budget.\n");
}

function nameFrom(desk: AccountDesk, { user, key, team, per = "day" }: BudgetOptions): BudgetName {
  const subjects = Object.entries({ user, key, team }).filter(([, name]) => name !== undefined);
  if (subjects.length > 1) throw new ThorpError("usage", "A budget is of a user, a key or a team; name one of them.");
  const [of = "everyone", name = ""] = subjects[0] ?? [];
  const checked = budgetNameSchema.safeParse({ of, per, name: of === "user" ? userNamed(desk, name) : name });
  if (!checked.success) throw new ThorpError("usage", `--per is "${per}"; it must be day, month or ever.`);
  return checked.data;
}
