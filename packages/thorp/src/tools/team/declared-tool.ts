/** A tool of a team's folder as a Tool. */
import type { Intent } from "../../base/intent.ts";
import { settleCall } from "../settle-call.ts";
import { defineTool, type Tool } from "../tool.ts";
import { runProgramTool } from "./program-tool.ts";
import type { DeclaredTool } from "./read-tool-files.ts";
import { runSqlTool } from "./sql-tool.ts";
import { dataPaths, type TeamPlace } from "./team-data.ts";
import { inputSchemaOf, type ToolArguments, validatorOf } from "./tool-input.ts";

/** For starting what it runs in and reading its data, beside the time of the program itself. Milliseconds. */
const AROUND_MS = 45_000;

/** Its program is the text that was read, whatever stands in the file later. */
export function declaredTool(declared: DeclaredTool, team: TeamPlace): Tool {
  const { name, file, text, path } = declared;
  const isCaged = file.kind === "python" || file.kind === "shell";
  const inputSchema = inputSchemaOf(file.input);
  return defineTool<ToolArguments>({
    name,
    capability: file.capability ?? name.replaceAll("_", "-").replace(/-+/g, "-").replace(/-$/, ""),
    ...{ description: file.description, examples: file.examples, inputSchema },
    input: validatorOf(inputSchema),
    effect: isCaged ? "exec" : "read",
    repeatable: !isCaged,
    cacheable: false,
    timeoutMs: file.seconds * 1000 + AROUND_MS,
    ...(isCaged ? { needs: [{ kind: "sandbox" as const }] } : {}),
    ...(file.resource === undefined ? {} : { resource: file.resource }),
    origin: { file: path, text },
    describe: () => intentOf(declared, team),
    execute: (given, context) =>
      settleCall(context, () =>
        isSql(declared)
          ? runSqlTool(declared, { team, given }, context)
          : runProgramTool(declared as never, { team, given }, context),
      ),
  });
}

function isSql(tool: DeclaredTool): tool is DeclaredTool & { readonly file: { readonly kind: "sql" } } {
  return tool.file.kind === "sql";
}

/** In a cage without network a program can change nothing; with it nobody knows what it sends. */
function intentOf({ name, file, body }: DeclaredTool, team: TeamPlace): Intent {
  const data = dataPaths(file.data).join(", ");
  const over = data === "" ? "" : ` over ${data}`;
  switch (file.kind) {
    case "sql":
      return { effect: "read", summary: `query ${team.name}'s ${data} with ${name}` };
    case "javascript":
      return { effect: "read", summary: `run ${name} of ${team.name}${over}, which can only compute` };
    case "python":
    case "shell":
      return {
        effect: file.network ? "exec" : "read",
        summary: `run the program ${name} of ${team.name}${over}${file.network ? " with the network" : ""}`,
        diff: body.slice(0, 4000),
      };
  }
}
