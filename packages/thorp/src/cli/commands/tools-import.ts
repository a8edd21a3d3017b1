/** `thorp tools new`, `import` and `check`. */
import { Command } from "commander";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../command-context.ts";
import type { ImportApiOptions } from "../tools/import-api.ts";
import type { NewToolOptions } from "../tools/new-tool.ts";

/** Added to `thorp tools`. */
export function newToolCommand(context: CommandContext): Command {
  const command = new Command("new")
    .description("make a working tool in a team's folder, with its tests and example data")
    .argument("<name>", "what agents call it: a-z, 0-9 and _")
    .option("--team <team>", "name or folder of the team (default: the setting team)")
    .option("--kind <kind>", "sql, javascript, python, shell or openapi (default: sql)");
  return addCommonOptions(command, { json: "what was made as JSON" }).action(
    async (name: string, options: NewToolOptions) => {
      const { newTool } = await import("../tools/new-tool.ts");
      await newTool(context, name, options);
    },
  );
}

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
    .description("whether tools are what they say: descriptions, inputs, keys, terms, and a team's tests in a sandbox")
    .argument("[names...]", "tools, SOURCE/NAME, or sources such as team:bakery or api:arxiv (default: all)")
    .option("--live", "ask the services behind APIs: each tool is called once with its example");
  return addCommonOptions(command, { json: "the results as JSON" }).action(
    async (names: readonly string[], options: CommonOptions & { readonly live?: boolean }) => {
      if (options.live !== true) {
        const { checkToolsOffline } = await import("../tools/check-tools.ts");
        return checkToolsOffline(context, names, options);
      }
      const { checkApisLive } = await import("../tools/check-apis.ts");
      await checkApisLive(context, names, options);
    },
  );
}
