/** `thorp preferences`: how somebody wants to be served. */
import { Command } from "commander";
import type { PreferenceOptions } from "../accounts/change-preferences.ts";
import { addCommonOptions, type CommandContext } from "../command-context.ts";
import { actByDefault } from "../default-action.ts";

/** Without a subcommand it shows them. */
export function preferencesCommand(context: CommandContext): Command {
  const preferences = new Command("preferences")
    .description("how you want to be served: language, units, length, team, model, budget, privacy")
    .option("--user <user>", "those of a user of the server, by name or id");
  const set = new Command("set")
    .description("set some of them; NAME= takes one back")
    .argument("<pairs...>", "NAME=VALUE, such as language=de length=short")
    .option("--user <user>", "those of a user of the server, by name or id");
  preferences.addCommand(
    addCommonOptions(set).action(async (pairs: string[], options: PreferenceOptions) => {
      const { setPreferences } = await import("../accounts/change-preferences.ts");
      await setPreferences(context, pairs, options);
    }),
  );
  return actByDefault(addCommonOptions(preferences, { json: "them as JSON" }), async (options: PreferenceOptions) => {
    const { showPreferences } = await import("../accounts/change-preferences.ts");
    await showPreferences(context, options);
  });
}
