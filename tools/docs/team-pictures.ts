/** The pictures of the shipped teams by path in the repository. */
import { join } from "node:path";
import { listTeams } from "../../packages/thorp/src/agents/team-folder/load-team.ts";
import { teamPicture } from "../../packages/thorp/src/agents/team-picture/team-picture.ts";
import { shippedTeamsFolder } from "../../packages/thorp/src/engine/shipped-files.ts";

/** Throws when a shipped team cannot be read. */
export async function teamPictures(): Promise<ReadonlyMap<string, string>> {
  const entries = await listTeams([shippedTeamsFolder()]);
  return new Map(
    entries.map((entry) => {
      if (!entry.ok) throw new Error(entry.failure.message);
      return [join("docs/pictures", `team-${entry.name}.svg`), teamPicture(entry.team)];
    }),
  );
}
