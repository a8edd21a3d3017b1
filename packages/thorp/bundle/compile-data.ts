/** The teams, the catalogue and the inputs of the tools that ship, read and checked at build time. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { compileTeam } from "../src/agents/team-folder/compiled-team.ts";
import { listTeams } from "../src/agents/team-folder/load-team.ts";
import { inputSchemaOf } from "../src/agents/tool-specs.ts";
import { contentHash } from "../src/base/json.ts";
import { parseCatalogueFile } from "../src/models/catalogue-file.ts";
import { builtInTools } from "../src/tools/built-in-tools.ts";

const teams = fileURLToPath(new URL("../../../teams", import.meta.url));
const catalogue = fileURLToPath(new URL("../catalogue.yaml", import.meta.url));

/** File names and JSON texts for `dist/compiled`. Throws when a team or the catalogue is wrong. */
export async function compileData(): Promise<readonly (readonly [string, string])[]> {
  const text = await readFile(catalogue, "utf8");
  const { fields } = parseCatalogueFile(text, catalogue);
  const files = [[`${contentHash(text)}.json`, JSON.stringify(fields)] as const];
  for (const entry of await listTeams([teams])) {
    if (!entry.ok) throw new Error(entry.failure.message);
    files.push([`${entry.team.hash}.json`, JSON.stringify(compileTeam(entry.team))]);
  }
  const inputs = Object.fromEntries(builtInTools().map((tool) => [tool.name, inputSchemaOf(tool)]));
  return [...files, ["tool-inputs.json", JSON.stringify(inputs)]];
}
