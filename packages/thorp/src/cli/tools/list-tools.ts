/** `thorp tools list`: the tools as a table, and what is wrong with their sources. */

import { oneLine } from "../../base/clean-text.ts";
import type { ToolSummary } from "../../engine/thorp.ts";
import type { CommandContext, CommonOptions } from "../command-context.ts";
import { renderTable } from "../terminal/table.ts";
import { withTools } from "./open-tools.ts";

const columns = [
  { title: "tool" },
  { title: "capability" },
  { title: "source" },
  { title: "effect" },
  { title: "status" },
  { title: "needs" },
  { title: "calls", isRight: true },
  { title: "last error", isFlexible: true },
  { title: "teams", isFlexible: true },
  { title: "what it does", isFlexible: true },
];

/** The data folder is only read. */
export async function listTools(context: CommandContext, options: CommonOptions): Promise<void> {
  const { terminal, surroundings } = context;
  const { stdout } = surroundings;
  const { tools, problems } = await withTools(context, options, async (thorp) => ({
    tools: await thorp.listTools(),
    problems: await thorp.toolProblems(),
  }));
  if (options.json) {
    stdout.write(`${JSON.stringify(tools, null, 2)}\n`);
    return;
  }
  const width = stdout.isTTY ? { width: terminal.width() } : {};
  stdout.write(renderTable(tools.map(rowOf), { columns, paint: terminal.paint, ...width }));
  for (const { source, message, hint } of problems)
    stdout.write(`${source}: ${oneLine(message)}${hint === undefined ? "" : ` ${oneLine(hint)}`}\n`);
  const fresh = [...new Set(tools.flatMap(({ status, source }) => (status === "new" ? [source.id] : [])))];
  if (fresh.length > 0)
    stdout.write(
      `Nobody has agreed to these yet, so they are not offered: ${fresh.join(", ")}. \`thorp tools show SOURCE/NAME\`, then \`thorp tools trust ${fresh[0]}\`.\n`,
    );
  const changed = tools.filter(({ status }) => status === "changed").map(({ name }) => name);
  if (changed.length > 0)
    stdout.write(
      `Changed since they were agreed to, so not offered: ${changed.join(", ")}. \`thorp tools show NAME\`, then \`thorp tools trust NAME\`.\n`,
    );
}

function rowOf(tool: ToolSummary): readonly string[] {
  const { name, capability, source, effect, status, usage, teams, description } = tool;
  const failure = usage?.lastFailure;
  const calls = usage === undefined ? "0" : `${usage.calls}${usage.failed > 0 ? ` (${usage.failed} failed)` : ""}`;
  return [
    ...[name, capability, source.id, effect, status, missingOf(tool), calls],
    ...[failure === undefined ? "" : oneLine(failure.message), teams.join(", "), oneLine(description)],
  ];
}

/** What is not there, by the name of its variable; what is optional in brackets. */
function missingOf({ needs }: ToolSummary): string {
  return needs
    .filter(({ isMet }) => !isMet)
    .map((need) => (need.kind === "sandbox" ? "sandbox" : need.isOptional ? `(${need.env})` : need.env))
    .join(", ");
}
