/**
 * The published JSON Schemas of the files that people write, for editors: `teams/team.schema.json`,
 * `teams/agent.schema.json` and others. Run this file with Node to write them anew after a change of
 * team-schema.ts, tool-file-schema.ts or catalogue-schema.ts.
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { catalogueJsonSchema } from "../../models/catalogue-schema.ts";
import { teamMcpSchema, toolFileSchema, toolTestFileSchema } from "../../tools/tool-file-schema.ts";
import { agentFileSchema, teamFileSchema } from "./team-schema.ts";

/** The texts of the schema files by file name. */
export function schemaFiles(): Readonly<Record<string, string>> {
  return {
    "team.schema.json": print(z.toJSONSchema(teamFileSchema, { io: "input" })),
    "agent.schema.json": print(z.toJSONSchema(agentFileSchema, { io: "input" })),
    "tool.schema.json": print(z.toJSONSchema(toolFileSchema, { io: "input" })),
    "tool-test.schema.json": print(z.toJSONSchema(toolTestFileSchema, { io: "input" })),
    "team-mcp.schema.json": print(z.toJSONSchema(teamMcpSchema, { io: "input" })),
    "catalogue.schema.json": print(catalogueJsonSchema()),
  };
}

// Lists of plain values on one line, as the formatter of this repository wants them.
function print(schema: object): string {
  const text = JSON.stringify(schema, null, 2);
  return `${text.replace(/\[\s+([^[\]{}]*?)\s+\]/g, (_list, inner: string) => `[${inner.replace(/,\s+/g, ", ")}]`)}\n`;
}

if (import.meta.main) {
  const folder = new URL("../../../../../teams/", import.meta.url);
  for (const [name, text] of Object.entries(schemaFiles())) await writeFile(fileURLToPath(new URL(name, folder)), text);
}
