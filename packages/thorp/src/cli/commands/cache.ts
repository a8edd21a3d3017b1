/** `thorp cache`. */
import { Command } from "commander";
import type { ClearOptions } from "../cache/show-cache.ts";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../command-context.ts";
import { actByDefault } from "../default-action.ts";

/** `thorp cache show` and `clear`; alone it shows. */
export function cacheCommand(context: CommandContext): Command {
  const cache = new Command("cache").description(
    "answers that are kept for the same question, of models and of services",
  );
  const act = async (options: CommonOptions): Promise<void> => {
    const { showCache } = await import("../cache/show-cache.ts");
    await showCache(context, options);
  };
  const show = new Command("show").description(
    "what is kept, for which model or tool and team, and how often it served",
  );
  const clear = new Command("clear")
    .description("forget what is kept; without an option everything")
    .option("--model <model>", "only answers of this model, by id or alias")
    .option("--tool <tool>", "only answers that this tool brought")
    .option("--team <team>", "only answers for this team");
  cache.addCommand(addCommonOptions(show, { json: "the cache as JSON" }).action(act));
  cache.addCommand(
    addCommonOptions(clear).action(async (options: ClearOptions) => {
      const { clearCache } = await import("../cache/show-cache.ts");
      await clearCache(context, options);
    }),
  );
  return actByDefault(addCommonOptions(cache, { json: "the cache as JSON" }), act);
}
