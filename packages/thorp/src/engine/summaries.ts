/** Teams and tools as lists for people. */
import type { TeamEntry } from "../agents/team-folder/load-team.ts";
import type { ToolSpecs } from "../agents/tool-specs.ts";
import type { TeamSummary, ToolSummary } from "./thorp.ts";

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

export function summariseTools(specs: ToolSpecs, entries: readonly TeamEntry[]): readonly ToolSummary[] {
  return [...specs.values()].map(({ tool }) => ({
    name: tool.name,
    capability: tool.capability,
    description: tool.description,
    effect: tool.effect,
    examples: tool.examples,
    teams: entries.flatMap((entry) =>
      entry.ok && [...entry.team.agentsByName.values()].some((agent) => agent.tools.includes(tool.name))
        ? [entry.name]
        : [],
    ),
  }));
}
