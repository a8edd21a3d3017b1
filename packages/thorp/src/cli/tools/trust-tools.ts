/** `thorp tools trust`: agree to tools as they are described now. */
import type { CommandContext, CommonOptions } from "../command-context.ts";
import { withOwnTools } from "./open-tools.ts";

/** Throws `tool-unknown`, and then has agreed to nothing. */
export async function trustTools(
  context: CommandContext,
  names: readonly string[],
  options: CommonOptions,
): Promise<void> {
  const trusted = await withOwnTools(context, options, (thorp) => thorp.trustTools(names));
  const { stdout } = context.surroundings;
  stdout.write(
    options.json ? `${JSON.stringify({ trusted }, null, 2)}\n` : `Trusted as they are now: ${trusted.join(", ")}.\n`,
  );
}
