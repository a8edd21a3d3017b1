/** An agent's models per tier, with the aliases of its team followed; the engine's own aliases come after. */
import type { Agent, Team } from "./team.ts";

/** Model ids or names that the engine's own aliases may know; nothing is checked here. */
export function aliasedModels(agent: Pick<Agent, "models">, team: Pick<Team, "modelAliases">): Agent["models"] {
  return Object.fromEntries(
    Object.entries(agent.models).map(([tier, name]) => [tier, team.modelAliases[name] ?? name]),
  );
}
