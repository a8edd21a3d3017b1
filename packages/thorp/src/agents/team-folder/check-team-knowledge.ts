/** Whether the folders are there that a team's agents know; apart from loading, since a kept copy has no folders. */
import { plainFolderProblem } from "../../tools/plain-folder.ts";
import type { Team } from "../team.ts";
import { draftAgent } from "./agent-draft.ts";
import { type TeamProblem, teamInvalid } from "./team-problem.ts";

/** Throws `team-invalid` with the place of each folder that is missing, no folder, or reached over a link. */
export async function checkTeamKnowledge(team: Team, folder: string): Promise<void> {
  const problems: TeamProblem[] = [];
  for (const agent of team.agentsByName.values()) {
    if (agent.knowledge.length === 0) continue;
    const path = `agents/${agent.name}.md`;
    const { draft } = draftAgent(path, team.files[path] ?? "");
    for (const [name, index] of draft.list("knowledge")) {
      const problem = await plainFolderProblem(folder, name);
      if (problem !== undefined) problems.push(draft.problemAt(["knowledge", index], `\`${name}\` ${problem}`));
    }
  }
  if (problems.length > 0) throw teamInvalid(folder, problems);
}
