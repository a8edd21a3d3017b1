/** An agent's models per tier, with the aliases of its team followed; the engine's own aliases come after. */
import type { Agent, Team } from "./team.ts";

/** The team without the aliases that the person has pointed elsewhere: theirs win over those of any team. */
export function withoutAliases(team: Team, ownAliases: ReadonlySet<string>): Team {
  const names = Object.keys(team.modelAliases);
  if (!names.some((name) => ownAliases.has(name))) return team;
  const kept = Object.entries(team.modelAliases).filter(([name]) => !ownAliases.has(name));
  return { ...team, modelAliases: Object.fromEntries(kept) };
}

/** Model ids or names that the engine's own aliases may know; nothing is checked here. */
export function aliasedModels(agent: Pick<Agent, "models">, team: Pick<Team, "modelAliases">): Agent["models"] {
  return Object.fromEntries(
    Object.entries(agent.models).map(([tier, name]) => [tier, team.modelAliases[name] ?? name]),
  );
}
