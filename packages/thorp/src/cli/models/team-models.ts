/** Which agents of which teams ask for which models. */
import type { Config } from "../../config/load-config.ts";
import { type CommandContext, openEngineWithoutData, withThorp } from "../command-context.ts";
import { readTeam } from "../teams/read-team.ts";

/** One agent and what it asks for. */
export interface AgentModels {
  readonly team: string;
  readonly agent: string;
  /** Names as the catalogue knows them, the cheapest tier first, with the tier. */
  readonly models: readonly { readonly tier: string; readonly name: string }[];
}

/** `ownAliases` is the catalogue's. Teams that cannot be read are left out: `thorp doctor` names them. */
export async function teamModels(
  context: CommandContext,
  config: Config,
  ownAliases: ReadonlySet<string>,
): Promise<readonly AgentModels[]> {
  const teams = await withThorp(await openEngineWithoutData(context, config), (thorp) => thorp.listTeams());
  const found: AgentModels[] = [];
  for (const { name, agents } of teams) {
    const team = agents.length === 0 ? undefined : await readTeam(context, config, name).catch(() => undefined);
    for (const agent of team?.agentsByName.values() ?? []) {
      const models = Object.entries(agent.models).map(([tier, model]) => ({
        tier,
        name: ownAliases.has(model) ? model : (team?.modelAliases[model] ?? model),
      }));
      found.push({ team: name, agent: agent.name, models });
    }
  }
  return found;
}
