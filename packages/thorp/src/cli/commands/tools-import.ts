/** `thorp tools import` and `thorp tools check --live`. */
import { Command } from "commander";
import { addCommonOptions, type CommandContext } from "../command-context.ts";
import type { CheckApisOptions } from "../tools/check-apis.ts";
import type { ImportApiOptions } from "../tools/import-api.ts";

/** Added to `thorp tools`. */
export function importToolsCommand(context: CommandContext): Command {
  const command = new Command("import")
    .description(
      "make tools of an API that an OpenAPI document describes; again for an update, which shows what changed",
    )
    .argument("<document>", "address or file of the document: OpenAPI 3.1 or 3.0, YAML or JSON")
    .option("--id <id>", "short name of the API: a-z, 0-9 and _ (default: from its title)")
    .option("--operations <names>", "only these tools, with commas between them")
    .option("--all", "all operations, however many")
    .option("--yes", "import without asking, after the list was shown");
  return addCommonOptions(command, { json: "what was imported as JSON; needs --yes" }).action(
    async (document: string, options: ImportApiOptions) => {
      const { importApi } = await import("../tools/import-api.ts");
      await importApi(context, document, options);
    },
  );
}

/** Added to `thorp tools`. */
export function checkToolsCommand(context: CommandContext): Command {
  const command = new Command("check")
    .description("whether the services behind tools answer now: each tool is called once with its example")
    .argument("[names...]", "tools, or sources such as api:arxiv (default: all APIs)")
    .option("--live", "ask them; without it nothing is sent");
  return addCommonOptions(command, { json: "the results as JSON" }).action(
    async (names: readonly string[], options: CheckApisOptions) => {
      const { checkApisLive } = await import("../tools/check-apis.ts");
      await checkApisLive(context, names, options);
    },
  );
}
