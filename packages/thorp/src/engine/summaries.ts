/** Teams and tools as lists for people. */

import { READ_SKILL, SEARCH_KNOWLEDGE } from "../agents/reachable-tools.ts";
import type { Agent, Team } from "../agents/team.ts";
import type { TeamEntry } from "../agents/team-folder/load-team.ts";
import { seenByTeam, toolsFor } from "../agents/tool-patterns.ts";
import type { ToolSpecs } from "../agents/tool-specs.ts";
import { countDocuments } from "./count-documents.ts";
import type { TeamDetail, TeamSummary } from "./thorp.ts";

/** A team that cannot be loaded is listed with the reason as its description. */
export function summariseTeams(entries: readonly TeamEntry[]): readonly TeamSummary[] {
  return entries.map((entry) => {
    if (!entry.ok)
      return {
        name: entry.name,
        title: entry.name,
        description: entry.failure.message,
        folder: entry.folder,
        agents: [],
      };
    const { team } = entry;
    const agents = [...team.agentsByName.values()].map(({ name, kind, description }) => ({
      name,
      kind,
      description,
      // Observers read the journals of finished runs; the room that lets them is not built yet.
      ...(kind === "observer" ? { idle: "nothing calls observers yet" } : {}),
    }));
    return { name: team.name, title: team.title, description: team.description, folder: entry.folder, agents };
  });
}

/** The agents in the order of their files, with what was found about the tools that they name. */
export async function detailOfTeam(
  team: Team,
  { missing, problems }: Pick<TeamDetail, "missing" | "problems">,
): Promise<TeamDetail> {
  const { name, title, description, folder = "", top, limits, modelAliases } = team;
  const agents = [...team.agentsByName.values()].map((agent) => {
    const { name: own, kind, description: words, instructions, models, threshold } = agent;
    const { tools, delegates, peers, examples, skills, knowledge, capabilities, memory } = agent;
    const lists = { tools, delegates, peers, examples, skills, knowledge, capabilities, memory };
    const modes = agent.modes.map((mode) => mode.name);
    return { name: own, kind, description: words, instructions, models, threshold, ...lists, modes };
  });
  const skills = [...team.skills.values()].map((skill) => ({ name: skill.name, description: skill.description }));
  const documents = Object.fromEntries(await countDocuments(team));
  return { name, title, description, folder, top, limits, modelAliases, skills, documents, missing, problems, agents };
}

/** The teams in which some agent has the tool. */
export function teamsWithTool(name: string, entries: readonly TeamEntry[], specs: ToolSpecs): readonly string[] {
  return entries.flatMap((entry) =>
    entry.ok &&
    [...entry.team.agentsByName.values()].some((agent) => hasTool(agent, name, seenByTeam(specs, entry.team.folder)))
      ? [entry.name]
      : [],
  );
}

/** Some tools come with what an agent has, whatever its file lists. */
function hasTool({ tools, knowledge, skills }: Agent, name: string, specs: ToolSpecs): boolean {
  if (name === SEARCH_KNOWLEDGE && knowledge.length > 0) return true;
  if (name === READ_SKILL && skills.length > 0) return true;
  return toolsFor(tools, specs).some((tool) => tool.name === name);
}
