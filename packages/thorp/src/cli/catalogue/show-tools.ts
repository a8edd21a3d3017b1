/** `thorp tools`: the tools as a table. */

import { oneLine } from "../../base/clean-text.ts";
import {
  type CommandContext,
  type CommonOptions,
  openEngineWithoutData,
  readConfig,
  withThorp,
} from "../command-context.ts";
import { renderTable } from "../terminal/table.ts";

const columns = [
  { title: "tool" },
  { title: "capability" },
  { title: "effect" },
  { title: "teams" },
  { title: "what it does", isFlexible: true },
];

/** The data folder stays untouched. */
export async function showTools(context: CommandContext, options: CommonOptions): Promise<void> {
  const { terminal, surroundings } = context;
  const { stdout } = surroundings;
  const config = await readConfig(context, options);
  const tools = await withThorp(await openEngineWithoutData(context, config), (thorp) => thorp.listTools());
  if (options.json) {
    stdout.write(`${JSON.stringify(tools, null, 2)}\n`);
    return;
  }
  const rows = tools.map(({ name, capability, effect, teams, description }) => [
    name,
    capability,
    effect,
    teams.join(", "),
    oneLine(description),
  ]);
  stdout.write(
    renderTable(rows, { columns, paint: terminal.paint, ...(stdout.isTTY ? { width: terminal.width() } : {}) }),
  );
}
