/** Whose rules hold for what an agent does: its own, the team's, and those of all who handed it the work. */
import type { CapabilityChain } from "../guard/capability-rule.ts";
import type { Assignment } from "./assignment.ts";

/** Each agent once; names that the team does not have (it changed since) bind nobody. */
export function capabilityChain({
  agent,
  team,
  above = [],
}: Pick<Assignment, "agent" | "team" | "above">): CapabilityChain {
  const agents = [...new Set([...above, agent.name])].flatMap((name) => team.agentsByName.get(name) ?? []);
  return {
    team: { owner: "team", rules: team.policy },
    agents: agents.map(({ name, policy }) => ({ owner: name, rules: policy })),
  };
}
