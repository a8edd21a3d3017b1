/** Which agents of which teams ask for which models. */
import type { Thorp } from "../thorp.ts";

/** One agent and what it asks for. */
export interface AgentModels {
  readonly team: string;
  readonly agent: string;
  /** Names as the catalogue knows them, the cheapest tier first, with the tier. */
  readonly models: readonly { readonly tier: string; readonly name: string }[];
}

/** `ownAliases` is the catalogue's. Teams that cannot be read are left out: `thorp doctor` names them. */
export async function agentModels(
  thorp: Pick<Thorp, "listTeams" | "showTeam">,
  ownAliases: ReadonlySet<string>,
): Promise<readonly AgentModels[]> {
  const found: AgentModels[] = [];
  for (const { name, agents } of await thorp.listTeams()) {
    const team = agents.length === 0 ? undefined : await thorp.showTeam(name).catch(() => undefined);
    for (const agent of team?.agents ?? []) {
      const models = Object.entries(agent.models).map(([tier, model]) => ({
        tier,
        name: ownAliases.has(model) ? model : (team?.modelAliases[model] ?? model),
      }));
      found.push({ team: name, agent: agent.name, models });
    }
  }
  return found;
}
