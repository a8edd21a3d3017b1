/** `thorp preferences`. */
import { ThorpError } from "../../base/errors.ts";
import { type Preferences, preferencesSchema } from "../../wire/preferences.ts";
import type { CommandContext, CommonOptions } from "../command-context.ts";
import { renderTable } from "../terminal/table.ts";
import { userNamed, withAccounts } from "./with-accounts.ts";

/** Whose; without it those of the person at this machine. */
export interface PreferenceOptions extends CommonOptions {
  readonly user?: string;
}

const names = Object.keys(preferencesSchema.shape) as (keyof Preferences)[];
const columns = [{ title: "preference" }, { title: "value" }, { title: "what it is", isFlexible: true }];

/** All of them, also those that are not set. */
export async function showPreferences(context: CommandContext, options: PreferenceOptions): Promise<void> {
  const { stdout } = context.surroundings;
  const preferences = await withAccounts(context, options, async (desk) =>
    desk.preferencesOf(options.user === undefined ? undefined : userNamed(desk, options.user)),
  );
  if (options.json) return void stdout.write(`${JSON.stringify(preferences, null, 2)}\n`);
  const rows = names.map((name) => [
    name,
    String(preferences[name] ?? ""),
    preferencesSchema.shape[name].description ?? "",
  ]);
  const width = stdout.isTTY ? { width: context.terminal.width() } : {};
  stdout.write(renderTable(rows, { columns, paint: context.terminal.paint, ...width }));
}

/** `language=de length=short`; an empty value takes one back. Throws `usage`, `user-unknown`. */
export async function setPreferences(
  context: CommandContext,
  pairs: readonly string[],
  options: PreferenceOptions,
): Promise<void> {
  const changes = Object.fromEntries(pairs.map(pairFrom));
  await withAccounts(context, options, async (desk) => {
    const user = options.user === undefined ? undefined : userNamed(desk, options.user);
    const wanted = Object.fromEntries(
      Object.entries({ ...(await desk.preferencesOf(user)), ...changes }).filter(([, value]) => value !== ""),
    );
    const checked = preferencesSchema.safeParse(wanted);
    if (!checked.success) {
      const [issue] = checked.error.issues;
      throw new ThorpError("usage", `${issue?.path.join(".")}: ${issue?.message}`, {
        hint: "Run `thorp preferences` to see what there is.",
      });
    }
    await desk.setPreferences(user, checked.data);
  });
}

function pairFrom(pair: string): [string, string | number] {
  const at = pair.indexOf("=");
  const name = pair.slice(0, at);
  if (at < 1 || !names.some((each) => each === name))
    throw new ThorpError("usage", `"${pair}" is no preference; there are ${names.join(", ")}.`, {
      hint: "Write it as NAME=VALUE; NAME= takes it back.",
    });
  const value = pair.slice(at + 1);
  return [name, name === "budget" && value !== "" ? Number(value) : value];
}
