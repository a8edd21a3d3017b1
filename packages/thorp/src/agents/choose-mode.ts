/** Which of an agent's modes a request or the goal of a task calls for: the one whose words it uses most, else the first. */
import type { Agent, AgentMode } from "./team.ts";

/**
 * Undefined for an agent without modes. "Shorter, please" calls for no mode itself: then the latest of the `earlier`
 * words (newest first) that call for one decide.
 */
export function chooseMode(
  agent: Pick<Agent, "modes">,
  request: string,
  earlier: readonly string[] = [],
): AgentMode | undefined {
  if (agent.modes.length < 2) return agent.modes[0];
  for (const said of [request, ...earlier]) {
    const called = calledFor(agent.modes, said);
    if (called !== undefined) return called;
  }
  return agent.modes[0];
}

function calledFor(modes: readonly AgentMode[], request: string): AgentMode | undefined {
  const words = new Set(request.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []);
  let best: AgentMode | undefined;
  let bestScore = 0;
  for (const mode of modes) {
    const score = mode.when.filter((word) => words.has(word.toLowerCase())).length;
    if (score > bestScore) {
      best = mode;
      bestScore = score;
    }
  }
  return best;
}
