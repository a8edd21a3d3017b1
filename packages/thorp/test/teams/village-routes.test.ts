/** Which model of the village takes what: each agent's boundary lies between its own two models. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { loadTeam } from "../../src/agents/team-folder/load-team.ts";
import { shippedTeamsFolder } from "../../src/engine/shipped-files.ts";
import { chooseRoute } from "../../src/routing/choose-route.ts";
import { estimateComplexity } from "../../src/routing/complexity.ts";

it.each([
  ["king", "understand", "What is 17% of 2,340?", "qwen2.5-3b"],
  ["king", "understand", "Hello, what can you do?", "qwen2.5-3b"],
  [
    "king",
    "understand",
    "Compare the three offers, evaluate which trade-offs the strategy implies, and design a plan for the negotiation with all four suppliers, with a fallback for each of them",
    "nemotron-70b",
  ],
  ["sage", "work", "List the documents in the folder contracts", "janus-1.3b"],
  ["sage", "work", "Read minutes.docx and find the date of the next meeting", "janus-1.3b"],
  ["sage", "work", "Compare both contracts and evaluate why their legal risks differ", "claude-3.5-sonnet"],
  ["magi", "work", "Total revenue per region in sales.csv", "granite-3b-code"],
  ["magi", "work", "Write a Python function that adds two numbers", "granite-3b-code"],
  [
    "magi",
    "work",
    "Refactor the concurrent queue, debug its shutdown and optimise the algorithm of the function `drain`",
    "o1-mini",
  ],
] as const)("%s, %s: %s", async (name, purpose, text, expected) => {
  const team = await loadTeam(join(shippedTeamsFolder(), "village"));
  const agent = team.agentsByName.get(name);
  if (agent === undefined) throw new Error(`There is no ${name}.`);
  const { score, reasons } = estimateComplexity({ purpose, request: text, inputs: [], learned: [] });
  const candidates = Object.entries(agent.models).map(([tier, model]) => ({ model, tier: tier as "local" }));
  const { routes } = chooseRoute({
    candidates,
    complexity: score,
    complexityReasons: reasons,
    threshold: agent.threshold,
  });
  expect(routes[0]?.model, `complexity ${score}`).toBe(expected);
});
