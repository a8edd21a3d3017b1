/** Which tools an agent has, and which it reaches through the agents that it may hand work to. */
import type { BriefTool } from "../models/brief.ts";
import type { Tool } from "../tools/tool.ts";
import type { Assignment } from "./assignment.ts";
import type { Agent, Team } from "./team.ts";
import type { ToolSpecs } from "./tool-specs.ts";

/** Whoever works from a stored result reads the rest of it through this tool, whatever its file says. */
export const READ_RESULT = "read_result";

export function ownTools(agent: Agent, specs: ToolSpecs): readonly Tool[] {
  return agent.tools.flatMap((name) => specs.get(name)?.tool ?? []);
}

/** What an agent may call in a task: its own tools, and the way to what its inputs only name. */
export function usableTools(
  { agent, inputs, withoutTools = [] }: Pick<Assignment, "agent" | "inputs" | "withoutTools">,
  specs: ToolSpecs,
): readonly Tool[] {
  const own = ownTools(agent, specs).filter((tool) => !withoutTools.includes(tool.name));
  const reader = inputs.some((input) => input.artifacts.length > 0) ? specs.get(READ_RESULT)?.tool : undefined;
  return reader === undefined || own.includes(reader) ? own : [...own, reader];
}

export function delegatesOf(agent: Agent, team: Team): readonly Agent[] {
  return agent.delegates.flatMap((name) => team.agentsByName.get(name) ?? []);
}

/** Colleagues whom it may ask something while it works. */
export function peersOf(agent: Agent, team: Team): readonly Agent[] {
  return agent.peers.flatMap((name) => team.agentsByName.get(name) ?? []);
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
      if (spec !== undefined && name !== READ_RESULT && !toolsByName.has(name))
        toolsByName.set(name, { ...spec.briefTool, agent: to.name });
    }
    for (const delegate of delegatesOf(from, team)) add(delegate, to);
  };
  for (const name of agent.tools) {
    const spec = specs.get(name);
    if (spec !== undefined && name !== READ_RESULT) toolsByName.set(name, { ...spec.briefTool, agent: agent.name });
  }
  for (const delegate of delegatesOf(agent, team)) add(delegate, delegate);
  return [...toolsByName.values()];
}

/** The executor for a capability among agents and everybody below them; the shallowest first. */
export function executorFor(
  capability: string,
  agents: readonly Agent[],
  { team, specs }: { readonly team: Team; readonly specs: ToolSpecs },
): Agent | undefined {
  const fitting = agents.filter(
    (agent) => agent.kind === "executor" && capabilitiesOf(agent, team, specs).has(capability),
  );
  if (fitting[0] !== undefined) return fitting[0];
  for (const agent of agents) {
    const below = executorFor(capability, delegatesOf(agent, team), { team, specs });
    if (below !== undefined) return below;
  }
  return undefined;
}
