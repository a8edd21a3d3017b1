/** `thorp teams list`, `show` and `check`. */
import { oneLine } from "../../base/clean-text.ts";
import { ThorpError } from "../../base/errors.ts";
import { countWords } from "../../base/words.ts";
import {
  type CommandContext,
  type CommonOptions,
  openEngineWithoutData,
  readConfig,
  withThorp,
} from "../command-context.ts";
import { renderTable } from "../terminal/table.ts";
import { describeTeam } from "./describe-team.ts";
import { teamTree } from "./team-tree.ts";

/** A team with mistakes is listed with them. */
export async function listTeams(context: CommandContext, options: CommonOptions): Promise<void> {
  const { terminal, surroundings } = context;
  const { stdout } = surroundings;
  const config = await readConfig(context, options);
  const teams = await withThorp(await openEngineWithoutData(context, config), (thorp) => thorp.listTeams());
  if (options.json) {
    stdout.write(`${JSON.stringify(teams, null, 2)}\n`);
    return;
  }
  const rows = teams.map(({ name, agents, description, folder }) => [
    name,
    agents.length === 0 ? "broken" : String(agents.length),
    oneLine(description),
    folder,
  ]);
  const columns = [
    { title: "team" },
    { title: "agents", isRight: true },
    { title: "what it is for", isFlexible: true },
    { title: "folder", isFlexible: true },
  ];
  stdout.write(
    renderTable(rows, { columns, paint: terminal.paint, ...(stdout.isTTY ? { width: terminal.width() } : {}) }),
  );
}

/** Throws `team-unknown` or `team-invalid`. */
export async function showTeam(context: CommandContext, name: string, options: CommonOptions): Promise<void> {
  const { terminal, surroundings } = context;
  const team = await describeTeam(context, await readConfig(context, options), name);
  const agents = team.agents.map(({ instructions: _instructions, ...agent }) => agent);
  surroundings.stdout.write(
    options.json ? `${JSON.stringify({ ...team, agents }, null, 2)}\n` : teamTree(team, terminal.paint),
  );
}

/** Throws `team-invalid` with the place of each mistake. Runs nothing of the team. */
export async function checkTeam(context: CommandContext, folder: string, options: CommonOptions): Promise<void> {
  const team = await describeTeam(context, await readConfig(context, options), folder);
  if (team.problems.length > 0)
    throw new ThorpError(
      "team-invalid",
      [`The tools of team ${team.name} have mistakes:`, ...team.problems].join("\n  "),
    );
  const documents = Object.values(team.documents).reduce((sum, count) => sum + count, 0);
  const known = documents === 0 ? "" : `, ${countWords(documents, "document")}`;
  const parts = `${countWords(team.agents.length, "agent")}, ${countWords(team.skills.length, "skill")}${known}`;
  context.surroundings.stdout.write(`Team ${team.name} is all right: ${parts}.\n`);
  for (const notice of team.missing) context.surroundings.stdout.write(`${oneLine(notice)}\n`);
}
