/** `thorp config`. */
import { Command } from "commander";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../command-context.ts";
import { actByDefault } from "../default-action.ts";

/** Options and help; what it does is loaded when it runs. */
export function configCommand(context: CommandContext): Command {
  const config = new Command("config").description("the settings in effect and where each comes from");
  const validate = new Command("validate").description("check thorp.yaml, .env and the environment");
  const set = new Command("set")
    .description("write a setting to thorp.yaml; a server that runs takes it up at once where it can")
    .argument("<key>", "such as budgets.day; `thorp config` lists them")
    .argument("<value>", "lists apart by commas, tables as JSON");
  const unset = new Command("unset")
    .description("take a setting out of thorp.yaml, so that it has its default again")
    .argument("<key>", "such as budgets.day");
  const schema = new Command("schema").description("the JSON Schema of thorp.yaml, for editors");
  config.addCommand(
    addCommonOptions(validate).action(async (options: CommonOptions) => {
      const { validateConfig } = await import("../config/show-config.ts");
      await validateConfig(context, options);
    }),
  );
  config.addCommand(
    addCommonOptions(set, { json: "what has changed as JSON" }).action(
      async (key: string, text: string, options: CommonOptions) => {
        const { setConfig } = await import("../config/set-config.ts");
        await setConfig(context, { key, text }, options);
      },
    ),
  );
  config.addCommand(
    addCommonOptions(unset, { json: "what has changed as JSON" }).action(
      async (key: string, options: CommonOptions) => {
        const { unsetConfig } = await import("../config/set-config.ts");
        await unsetConfig(context, key, options);
      },
    ),
  );
  config.addCommand(
    addCommonOptions(schema).action(async () => {
      const { printSchema } = await import("../config/show-config.ts");
      await printSchema(context);
    }),
  );
  return actByDefault(addCommonOptions(config, { json: "the settings as JSON" }), async (options: CommonOptions) => {
    const { showConfig } = await import("../config/show-config.ts");
    await showConfig(context, options);
  });
}
