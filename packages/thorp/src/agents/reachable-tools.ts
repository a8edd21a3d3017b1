/** Which tools an agent has, and which it reaches through the agents that it may hand work to. */
import type { BriefTool } from "../models/brief.ts";
import type { Tool } from "../tools/tool.ts";
import type { Agent, Team } from "./team.ts";
import type { ToolSpecs } from "./tool-specs.ts";

/** Every agent sees results of earlier tasks through it, whatever its file says. */
const ALWAYS = "read_result";

export function ownTools(agent: Agent, specs: ToolSpecs): readonly Tool[] {
  return agent.tools.flatMap((name) => specs.get(name)?.tool ?? []);
}

export function delegatesOf(agent: Agent, team: Team): readonly Agent[] {
  return agent.delegates.flatMap((name) => team.agentsByName.get(name) ?? []);
}

/** Capabilities of an agent: its own, those of its tools, and those of everybody below it. */
export function capabilitiesOf(agent: Agent, team: Team, specs: ToolSpecs): ReadonlySet<string> {
  const found = new Set<string>([
    agent.name,
    ...agent.capabilities,
    ...ownTools(agent, specs).map((tool) => tool.capability),
  ]);
  for (const delegate of delegatesOf(agent, team)) {
    for (const capability of capabilitiesOf(delegate, team, specs)) found.add(capability);
  }
  return found;
}

/**
 * For planning: each reachable tool once, with the agent directly below (or the agent itself) that a task for it goes
 * to. An agent's own tools come first.
 */
export function plannableTools(agent: Agent, team: Team, specs: ToolSpecs): readonly BriefTool[] {
  const toolsByName = new Map<string, BriefTool>();
  const add = (from: Agent, to: Agent): void => {
    for (const name of from.tools) {
      const spec = specs.get(name);
      if (spec !== undefined && name !== ALWAYS && !toolsByName.has(name))
        toolsByName.set(name, { ...spec.briefTool, agent: to.name });
    }
    for (const delegate of delegatesOf(from, team)) add(delegate, to);
  };
  for (const name of agent.tools) {
    const spec = specs.get(name);
    if (spec !== undefined && name !== ALWAYS) toolsByName.set(name, { ...spec.briefTool, agent: agent.name });
  }
  for (const delegate of delegatesOf(agent, team)) add(delegate, delegate);
  return [...toolsByName.values()];
}

/** The executor for a capability among agents and everybody below them; the shallowest first. */
export function executorFor(
  capability: string,
  agents: readonly Agent[],
  team: Team,
  specs: ToolSpecs,
): Agent | undefined {
  const fitting = agents.filter(
    (agent) => agent.kind === "executor" && capabilitiesOf(agent, team, specs).has(capability),
  );
  if (fitting[0] !== undefined) return fitting[0];
  for (const agent of agents) {
    const below = executorFor(capability, delegatesOf(agent, team), team, specs);
    if (below !== undefined) return below;
  }
  return undefined;
}
