/** Whether the tools that a team's agents name are there; apart from loading, since only the engine knows all tools. */
import type { Team } from "../team.ts";
import { draftAgent } from "./agent-draft.ts";
import { suggestion, teamInvalid } from "./team-problem.ts";

/** Throws `team-invalid` with the place of each unknown tool. `where` is the folder as messages name it. */
export function checkTeamTools(team: Team, toolNames: Iterable<string>, where: string = team.name): void {
  const known = new Set(toolNames);
  const problems = [...team.agentsByName.values()]
    .filter((agent) => agent.tools.some((tool) => !known.has(tool)))
    .flatMap((agent) => {
      const path = `agents/${agent.name}.md`;
      const { draft } = draftAgent(path, team.files[path] ?? "");
      return draft
        .list("tools")
        .filter(([tool]) => !known.has(tool))
        .map(([tool, index]) =>
          draft.problemAt(["tools", index], `there is no tool \`${tool}\`${suggestion(tool, known)}`),
        );
    });
  if (problems.length > 0) throw teamInvalid(where, problems);
}
