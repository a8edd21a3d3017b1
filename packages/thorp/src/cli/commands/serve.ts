/** `thorp serve`. */
import { Command } from "commander";
import { addCommonOptions, type CommandContext } from "../command-context.ts";
import type { ServeCommandOptions } from "../serve/run-serve.ts";

/** Options and help; what it does is loaded when it runs. */
export function serveCommand(context: CommandContext): Command {
  const command = new Command("serve")
    .description("answer over HTTP: the API, and every OpenAI client")
    .option("--host <address>", "the address to listen on (default: 127.0.0.1)")
    .option("--port <number>", "the port to listen on; 0 takes a free one (default: 4646)");
  return addCommonOptions(command, { json: "one line of JSON with the address once it listens" }).action(
    async (options: ServeCommandOptions) => {
      const { runServe } = await import("../serve/run-serve.ts");
      await runServe(context, options);
    },
  );
}
