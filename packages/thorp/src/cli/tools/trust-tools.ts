/** `thorp tools trust`: agree to tools as they are described now. */
import { resolvePath } from "../../config/config-folder.ts";
import type { CommandContext, CommonOptions } from "../command-context.ts";
import { withOwnTools } from "./open-tools.ts";

/** Throws `tool-unknown`, and then has agreed to nothing. */
export async function trustTools(
  context: CommandContext,
  names: readonly string[],
  options: CommonOptions,
): Promise<void> {
  const { cwd } = context.surroundings;
  const wanted = names.map((name) => (isFolder(name) ? resolvePath(name, cwd) : name));
  const trusted = await withOwnTools(context, options, (thorp) => thorp.trustTools(wanted));
  const { stdout } = context.surroundings;
  stdout.write(
    options.json ? `${JSON.stringify({ trusted }, null, 2)}\n` : `Trusted as they are now: ${trusted.join(", ")}.\n`,
  );
}

/** `SOURCE/NAME` has a colon before its slash; a folder is told by how it begins. */
function isFolder(name: string): boolean {
  return /^(?:\.{1,2}(?:[\\/]|$)|[\\/~]|[A-Za-z]:[\\/])/.test(name);
}
