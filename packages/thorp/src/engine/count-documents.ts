/** How many documents lie in the folders that a team's agents know. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Team } from "../agents/team.ts";

/** By folder as the agents name it; hidden files and links do not count. */
export async function countDocuments({ folder, agentsByName }: Team): Promise<ReadonlyMap<string, number>> {
  if (folder === undefined) return new Map();
  const names = new Set([...agentsByName.values()].flatMap((agent) => agent.knowledge));
  const counted = await Promise.all(
    [...names].map(async (name) => {
      const entries = await readdir(join(folder, name), { recursive: true, withFileTypes: true }).catch(() => []);
      return [name, entries.filter((entry) => entry.isFile() && !entry.name.startsWith(".")).length] as const;
    }),
  );
  return new Map(counted);
}
