/** The table `mcp` of thorp.yaml, changed with the comments around it kept. */
import { ThorpError } from "../../base/errors.ts";
import { createSettingsDesk } from "../../config/settings-desk.ts";
import type { EngineOptions } from "../../engine/engine-options.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";

/** By name. */
export type McpEntries = NonNullable<EngineOptions["mcpServers"]>;

/** Returns the file. Throws `usage` for entries that are none, `config-invalid` for a file that is wrong already. */
export async function changeEntries(
  context: CommandContext,
  options: CommonOptions,
  change: (servers: McpEntries) => McpEntries,
): Promise<string> {
  const load = () => readConfig(context, options);
  const { settings } = await load();
  const servers = change(settings.mcp);
  const desk = createSettingsDesk({ load, takesAll: true });
  const changed = await desk.change({ mcp: Object.keys(servers).length === 0 ? null : servers }, { isTrial: false });
  if (changed.ok) return changed.file;
  throw new ThorpError("usage", `${changed.problems.map(({ message }) => message).join("; ")}.`, {
    hint: "Run `thorp mcp add --help`.",
  });
}
