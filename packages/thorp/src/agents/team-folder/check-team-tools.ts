/** Whether the tools that a team names are there; apart from loading, since only the engine knows all tools. */
import type { CapabilityRule } from "../../guard/capability-rule.ts";
import type { Team } from "../team.ts";
import { draftAgent } from "./agent-draft.ts";
import { suggestion, type TeamProblem, teamInvalid } from "./team-problem.ts";
import { type KeyPath, readYaml } from "./yaml-source.ts";

/** Throws `team-invalid` with the place of each unknown tool. `where` is the folder as messages name it. */
export function checkTeamTools(team: Team, toolNames: Iterable<string>, where: string = team.name): void {
  const known = [...toolNames];
  const problems = [...teamProblems(team, known)];
  for (const agent of team.agentsByName.values()) {
    const others = agent.tools.filter((tool) => isUnknown(tool, known));
    const ofRules = unknownInRules(agent.policy, known);
    if (others.length + ofRules.length === 0) continue;
    const path = `agents/${agent.name}.md`;
    const { draft } = draftAgent(path, team.files[path] ?? "");
    for (const [tool, index] of draft.list("tools"))
      if (isUnknown(tool, known)) problems.push(draft.problemAt(["tools", index], messageFor(tool, known)));
    for (const { tool, at } of ofRules) problems.push(draft.problemAt(at, messageFor(tool, known)));
  }
  if (problems.length > 0) throw teamInvalid(where, problems);
}

function* teamProblems(team: Team, known: readonly string[]): Generator<TeamProblem> {
  const unknown = unknownInRules(team.policy, known);
  if (unknown.length === 0) return;
  const path = "team.yaml";
  const source = readYaml(team.files[path] ?? "");
  for (const { tool, at } of unknown) yield { path, ...source.locate(at), message: messageFor(tool, known) };
}

function unknownInRules(
  rules: readonly CapabilityRule[],
  known: readonly string[],
): readonly { readonly tool: string; readonly at: KeyPath }[] {
  return rules.flatMap(({ tools }, rule) =>
    tools.flatMap((tool, index) => (isUnknown(tool, known) ? [{ tool, at: ["policy", rule, "tools", index] }] : [])),
  );
}

/** A pattern may be meant for tools that a server brings later. */
function isUnknown(tool: string, known: readonly string[]): boolean {
  return !tool.includes("*") && !known.includes(tool);
}

function messageFor(tool: string, known: readonly string[]): string {
  return `there is no tool \`${tool}\`${suggestion(tool, known)}`;
}
