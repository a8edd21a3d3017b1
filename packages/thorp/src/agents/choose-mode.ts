/** Which of an agent's modes a request or the goal of a task calls for: the one whose words it uses most, else the first. */
import type { Agent, AgentMode } from "./team.ts";

/** Undefined for an agent without modes. */
export function chooseMode(agent: Pick<Agent, "modes">, request: string): AgentMode | undefined {
  if (agent.modes.length < 2) return agent.modes[0];
  const words = new Set(request.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []);
  let best = agent.modes[0];
  let bestScore = 0;
  for (const mode of agent.modes) {
    const score = mode.when.filter((word) => words.has(word.toLowerCase())).length;
    if (score > bestScore) {
      best = mode;
      bestScore = score;
    }
  }
  return best;
}
