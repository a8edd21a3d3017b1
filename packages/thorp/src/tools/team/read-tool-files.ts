/** A team's `tools/` folder as data: its tools, APIs and MCP servers, or every problem with file, line and nearest key. */
import { nearest, suggestion } from "../../base/nearest.ts";
import { readYaml, type YamlSource } from "../../base/yaml-source.ts";
import type { McpServers } from "../mcp-server.ts";
import { checkAgainst } from "../schema-problems.ts";
import {
  type ToolFile,
  type ToolTest,
  teamMcpSchema,
  toolKinds,
  toolSchemas,
  toolTestFileSchema,
} from "../tool-file-schema.ts";
import { namedParameters } from "./named-parameters.ts";
import { type FileProblem, isApiDocument, problemIn, type ToolsFolder } from "./tools-folder.ts";

/** One tool that is right in itself. */
export interface DeclaredTool {
  readonly name: string;
  /** Its file in the team's folder. */
  readonly path: string;
  readonly file: ToolFile;
  /** Query or program. */
  readonly body: string;
  /** All that a person agrees to. */
  readonly text: string;
}

/** Tests by the name of their file without `.test.yaml`. */
export type ToolTests = ReadonlyMap<string, readonly ToolTest[]>;

/** All that the folder declares. */
export interface ToolFiles {
  readonly tools: readonly DeclaredTool[];
  /** OpenAPI documents by id. */
  readonly documents: ReadonlyMap<string, { readonly name: string; readonly text: string }>;
  readonly servers: McpServers;
  readonly tests: ToolTests;
  readonly problems: readonly FileProblem[];
}

const NAME = /^[a-z][a-z0-9_]{0,63}$/;
const DOCUMENT = /^([a-z][a-z0-9_]{1,39})\.openapi\.(?:ya?ml|json)$/;
const endings = { sql: "sql", javascript: "js", python: "py", shell: "sh" } as const;
const MCP = "mcp.yaml";

/** Never throws: one broken file leaves the others as they are. */
export function readToolFiles({ texts, problems: unread }: ToolsFolder): ToolFiles {
  const problems: FileProblem[] = [...unread];
  const tools: DeclaredTool[] = [];
  const documents = new Map<string, { readonly name: string; readonly text: string }>();
  const tests = new Map<string, readonly ToolTest[]>();
  let servers: McpServers = {};
  for (const [name, text] of texts) {
    if (isApiDocument(name)) {
      const id = DOCUMENT.exec(name)?.[1];
      if (id === undefined) problems.push(problemIn(name, "must be called NAME.openapi.yaml, NAME of a-z, 0-9 and _"));
      else documents.set(id, { name, text });
    } else if (name.endsWith(".test.yaml")) {
      const checked = checkFile(name, text, toolTestFileSchema);
      if (checked.ok) tests.set(name.slice(0, -".test.yaml".length), checked.value.tests);
      else problems.push(...checked.problems);
    } else if (name === MCP) {
      const checked = checkFile(name, text, teamMcpSchema);
      if (checked.ok) servers = checked.value.servers;
      else problems.push(...checked.problems);
    } else if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      const read = readTool(name, text, texts);
      if (read.ok) tools.push(read.tool);
      else problems.push(...read.problems);
    }
  }
  return { tools, documents, servers, tests, problems };
}

type Checked<Value> =
  | { readonly ok: true; readonly value: Value; readonly source: YamlSource }
  | { readonly ok: false; readonly problems: readonly FileProblem[] };

function checkFile<Value>(
  name: string,
  text: string,
  schema: Parameters<typeof checkAgainst<Value>>[0],
): Checked<Value> {
  const source = readYaml(text);
  if (source.problems.length > 0) return { ok: false, problems: source.problems.map((each) => placed(name, each)) };
  const verdict = checkAgainst(schema, source);
  return verdict.ok
    ? { ok: true, value: verdict.value, source }
    : { ok: false, problems: verdict.problems.map((each) => placed(name, each)) };
}

function placed(name: string, { line, column, message }: Omit<FileProblem, "path">): FileProblem {
  return problemIn(name, message, { line, column });
}

type ReadTool =
  | { readonly ok: true; readonly tool: DeclaredTool }
  | { readonly ok: false; readonly problems: readonly FileProblem[] };

function readTool(fileName: string, text: string, texts: ReadonlyMap<string, string>): ReadTool {
  const fail = (message: string, place?: { readonly line: number; readonly column: number }): ReadTool => ({
    ok: false,
    problems: [problemIn(fileName, message, place)],
  });
  const name = fileName.replace(/\.ya?ml$/, "");
  if (!NAME.test(name)) {
    const meant = nearest(fileName, [MCP]);
    return fail(`a tool's file is called NAME.yaml, NAME of a-z, 0-9 and _${meant ? `; did you mean ${meant}?` : ""}`);
  }
  const source = readYaml(text);
  if (source.problems.length > 0) return { ok: false, problems: source.problems.map((each) => placed(fileName, each)) };
  const kind = (source.value as { readonly kind?: unknown } | null)?.kind;
  const known = toolKinds.find((each) => each === kind);
  if (known === undefined) {
    if (typeof kind !== "string") return fail(`missing key \`kind\`: one of ${toolKinds.join(", ")}`);
    return fail(`there is no kind \`${kind.slice(0, 40)}\`${suggestion(kind, toolKinds)}`, source.locate(["kind"]));
  }
  const checked = checkFile<ToolFile>(fileName, text, toolSchemas[known]);
  if (!checked.ok) return checked;
  const file = checked.value;
  const body = file.kind === "sql" ? file.query : texts.get(file.code ?? `${name}.${endings[file.kind]}`);
  if (body === undefined) {
    const wanted = file.kind === "sql" ? "" : (file.code ?? `${name}.${endings[file.kind]}`);
    return fail(
      `the program tools/${wanted} is missing${suggestion(wanted, programsIn(texts))}`,
      source.locate(["code"]),
    );
  }
  const problems = [...inputProblems(fileName, file, source), ...queryProblems(fileName, file, source)];
  if (problems.length > 0) return { ok: false, problems };
  const whole = file.kind === "sql" ? text : `${text.trimEnd()}\n\n${body}`;
  return { ok: true, tool: { name, path: `tools/${fileName}`, file, body, text: whole } };
}

function programsIn(texts: ReadonlyMap<string, string>): readonly string[] {
  return [...texts.keys()].filter((each) => /\.(?:js|py|sh)$/.test(each));
}

/** What only fits one type stands only there. */
function inputProblems(fileName: string, { input }: ToolFile, source: YamlSource): readonly FileProblem[] {
  return Object.entries(input).flatMap(([name, parameter]) => {
    const at = (key: string, message: string): FileProblem =>
      problemIn(fileName, `\`input.${name}.${key}\` ${message}`, source.locate(["input", name, key]));
    const { type } = parameter;
    const isNumber = type === "number" || type === "integer";
    const wants = isNumber ? "number" : type;
    return [
      ...(parameter.items !== undefined && type !== "array" ? [at("items", "is only for the type array")] : []),
      ...(["minimum", "maximum"] as const)
        .filter((key) => parameter[key] !== undefined && !isNumber)
        .map((key) => at(key, "is only for the types number and integer")),
      ...(parameter.default !== undefined && typeof parameter.default !== wants
        ? [at("default", `must be ${type === "array" ? "left out for an array" : `a ${wants}`}`)]
        : []),
      ...(parameter.enum?.some((each) => typeof each !== wants)
        ? [at("enum", `must hold only values of the type ${type}`)]
        : []),
    ];
  });
}

function queryProblems(fileName: string, file: ToolFile, source: YamlSource): readonly FileProblem[] {
  if (file.kind !== "sql") return [];
  const known = Object.keys(file.input);
  const used = namedParameters(file.query);
  const place = source.locate(["query"]);
  return [
    ...used
      .filter((name) => !known.includes(name))
      .map((name) =>
        problemIn(fileName, `\`query\` names :${name}, which is not in \`input\`${suggestion(name, known)}`, place),
      ),
    ...known
      .filter((name) => !used.includes(name))
      .map((name) =>
        problemIn(fileName, `\`input.${name}\` stands nowhere in the query`, source.locate(["input", name], "key")),
      ),
  ];
}
