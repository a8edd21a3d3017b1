/**
 * The keys of the files in a team's `tools/` folder: one source for validation, for the published JSON Schemas and for
 * the suggestions in error messages. Messages are written to follow the key's name.
 */
import { z } from "zod";
import { teamMcpServerSchema } from "./mcp-server.ts";

const line = z.string().trim().min(1).max(2000);
const capability = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "may hold only a-z, 0-9 and single - between them");
const fileInTeam = z
  .string()
  .max(300)
  .regex(/^\w[\w. -]*(\/\w[\w. -]*)*$/, "must be a file inside the team's folder");
const dataFiles = z
  .union([fileInTeam, z.array(fileInTeam).min(1).max(10)])
  .describe("Data in the team's folder: CSV, TSV or JSON. The first is the table data; further ones have their names.");

const parameterSchema = z.strictObject({
  type: z.enum(["string", "number", "integer", "boolean", "array"]).default("string"),
  description: line.describe("For the model: what belongs there, with an example."),
  enum: z
    .array(z.union([z.string(), z.number()]))
    .min(1)
    .max(200)
    .exactOptional()
    .describe("The only values."),
  items: z.enum(["string", "number", "integer"]).exactOptional().describe("Of an array. Default: string."),
  minimum: z.number().exactOptional(),
  maximum: z.number().exactOptional(),
  default: z.union([z.string(), z.number(), z.boolean()]).exactOptional().describe("Stands for one that is left out."),
  optional: z.boolean().default(false).describe("The call may leave it out."),
});
/** One argument of a tool, defaults filled in. */
export type ToolParameter = z.infer<typeof parameterSchema>;

/** A shell and SQL have to be able to call it by its name, and none of them may be `PATH`. */
const parameterName = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, "may hold only a-z, 0-9 and _, a letter first");

const common = {
  description: line.describe("One or two sentences for a small model: what it does, what it needs, what it gives."),
  capability: capability
    .exactOptional()
    .describe("What plans ask for; several tools may share one. Default: its name."),
  examples: z.array(line).max(20).default([]).describe("Five to ten things people say when they want this."),
  input: z.record(parameterName, parameterSchema).default({}).describe("Its arguments by name."),
  seconds: z.number().int().min(1).max(600).default(30).describe("How long a call may take."),
  resource: z
    .strictObject({ name: z.string().min(1).max(100), slots: z.number().int().min(1).max(1000).default(1) })
    .exactOptional()
    .describe("What calls share that is scarce; calls of tools with the same name wait for one another."),
};
const codeFile = z
  .string()
  .max(100)
  .regex(/^\w[\w.-]*$/, "must be a file beside this one")
  .exactOptional();

const sqlToolSchema = z
  .strictObject({
    kind: z.literal("sql"),
    ...common,
    data: dataFiles,
    query: z.string().trim().min(1).max(20_000).describe("One SELECT in SQLite's SQL; :name is an argument."),
  })
  .meta({ title: "A query over data of the team" });
const javascriptToolSchema = z
  .strictObject({
    kind: z.literal("javascript"),
    ...common,
    code: codeFile.describe("The program. Default: NAME.js. It has `input`, readFile(name) and print()."),
    data: dataFiles.exactOptional(),
  })
  .meta({ title: "A program that only computes" });
const programOf = <Kind extends string>(kind: Kind, ending: string) =>
  z
    .strictObject({
      kind: z.literal(kind),
      ...common,
      code: codeFile.describe(`The program. Default: NAME.${ending}. Its arguments are JSON on standard input.`),
      data: dataFiles.exactOptional(),
      network: z.boolean().default(false).describe("It may reach the network; each call is then asked about."),
    })
    .meta({ title: "A program in a cage" });

/** By kind, since messages are about the keys of the kind that somebody chose. */
export const toolSchemas = {
  sql: sqlToolSchema,
  javascript: javascriptToolSchema,
  python: programOf("python", "py"),
  shell: programOf("shell", "sh"),
} as const;
/** What `kind` of a tool's file may be. */
export const toolKinds = ["sql", "javascript", "python", "shell"] as const;

/** tools/NAME.yaml. */
export const toolFileSchema = z
  .discriminatedUnion("kind", [toolSchemas.sql, toolSchemas.javascript, toolSchemas.python, toolSchemas.shell])
  .meta({ title: "tools/NAME.yaml", description: "A tool of a Thorp team." });
/** tools/NAME.yaml as data, defaults filled in. */
export type ToolFile = z.infer<typeof toolFileSchema>;

/** tools/mcp.yaml. */
export const teamMcpSchema = z
  .strictObject({
    servers: z
      .record(
        z.string().regex(/^[a-z][a-z0-9_-]{0,30}$/, "must be a short name of small letters, digits, - and _"),
        teamMcpServerSchema,
      )
      .describe("MCP servers by name. A program starts in the folder tools/ and may read it."),
  })
  .meta({ title: "tools/mcp.yaml", description: "MCP servers of a Thorp team." });

const answerSchema = z.strictObject({
  url: line.describe("The address that is asked, with its query; * stands for anything."),
  status: z.number().int().min(100).max(599).default(200),
  type: z.string().max(200).default("application/json"),
  body: z.json().default({}).describe("Text as it is, anything else as JSON."),
});
const testSchema = z.strictObject({
  name: line,
  tool: z.string().max(64).exactOptional().describe("Default: the tool that the file is named after."),
  input: z.record(z.string(), z.json()).default({}),
  answers: z.array(answerSchema).max(50).default([]).describe("What the network answers; nothing else is reachable."),
  expect: z
    .strictObject({
      ok: z.boolean().default(true),
      text: z
        .union([line, z.array(line).min(1)])
        .exactOptional()
        .describe("What stands in the text of the result."),
      data: z.json().exactOptional().describe("The data of the result, exactly."),
    })
    .prefault({}),
});
/** An answer of the scripted network. */
export type ScriptedAnswer = z.infer<typeof answerSchema>;

/** tools/NAME.test.yaml. */
export const toolTestFileSchema = z
  .strictObject({ tests: z.array(testSchema).min(1).max(200) })
  .meta({ title: "tools/NAME.test.yaml", description: "Tests of a tool, for `thorp tools check`." });
/** One test of a tool, defaults filled in. */
export type ToolTest = z.infer<typeof testSchema>;
