/** `thorp mcp remove`. */
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { changeEntries } from "./change-entries.ts";
import { openMcpDesk } from "./with-mcp-desk.ts";

/** Also what was agreed to goes. Throws `usage` for a name that is not there. */
export async function removeServer(context: CommandContext, name: string, options: CommonOptions): Promise<void> {
  await (await openMcpDesk(await readConfig(context, options))).forget(name);
  const file = await changeEntries(context, options, ({ [name]: _gone, ...others }) => others);
  context.surroundings.stderr.write(`${name} is gone from ${file}.\n`);
}
