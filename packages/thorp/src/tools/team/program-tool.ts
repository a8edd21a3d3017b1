/** A program of a team in a sandbox: JavaScript in its interpreter, Python and shell in a cage. */
import { type Json, parseJson } from "../../base/json.ts";
import type { Label } from "../../base/label.ts";
import type { Program } from "../../sandbox/sandbox.ts";
import { bothEnds, didWork, programReport } from "../code/program-report.ts";
import { runInSandbox } from "../code/run-in-sandbox.ts";
import type { ToolContext, ToolOutput } from "../tool.ts";
import type { ToolFile } from "../tool-file-schema.ts";
import type { DeclaredTool } from "./read-tool-files.ts";
import { dataPaths, readTeamData, type TeamPlace } from "./team-data.ts";
import { type ToolArguments, valuesOf } from "./tool-input.ts";

type ProgramFile = Exclude<ToolFile, { kind: "sql" }>;

/** Its arguments are `input` in JavaScript, JSON on standard input elsewhere, and variables of their names in a shell. */
export async function runProgramTool(
  { name, file, body }: DeclaredTool & { readonly file: ProgramFile },
  { team, given }: { readonly team: TeamPlace; readonly given: ToolArguments },
  context: ToolContext,
): Promise<ToolOutput> {
  const data = await readTeamData(team, dataPaths(file.data));
  const hasNetwork = file.kind !== "javascript" && file.network;
  const sandboxed = {
    kind: file.kind === "javascript" ? "javascript" : "process",
    program: programOf(file, body, valuesOf(given, file.input)),
    wish: { limits: { timeMs: file.seconds * 1000 }, ...(hasNetwork ? { network: true } : {}) },
    filesByName: new Map(data.map(({ name: own, bytes }) => [own, bytes])),
  } as const;
  return runInSandbox(sandboxed, context, async (done) => {
    if (!didWork(done)) return { ok: false, text: programReport(done) };
    const value = done.end.kind === "exit" ? done.end.value : undefined;
    const fromOutside: readonly Label[] = hasNetwork ? [`web:program:${name}`] : [];
    return {
      ok: true,
      ...answerOf(value, done.out),
      labels: [...data.map(({ label }) => label), ...fromOutside],
      sources: data.map(({ path }) => ({ title: path, location: `${team.name}/${path}` })),
    };
  });
}

function programOf(file: ProgramFile, body: string, values: ToolArguments): Program {
  const input = JSON.stringify(values);
  switch (file.kind) {
    case "javascript":
      return { language: "javascript", source: body, input };
    case "python":
      return { language: "python", source: body, input };
    case "shell":
      return { language: "sh", source: `${assignments(values)}${body}`, input };
  }
}

/** Quoted so that no value is ever read as a word of the shell; names are checked when the file is read. */
function assignments(values: ToolArguments): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}='${wordOf(value).replaceAll("\0", "").replaceAll("'", `'\\''`)}'\n`)
    .join("");
}

function wordOf(value: Json): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A text is the answer itself; anything else is data, and what was printed where there is no value. */
function answerOf(value: Json | undefined, printed: string): { readonly text: string; readonly data?: Json } {
  const out = printed.trim();
  if (typeof value === "string") return { text: value };
  if (value !== undefined && value !== null) return { text: bothEnds(JSON.stringify(value)), data: value };
  const parsed = /^[[{]/.test(out) ? (parseJson(out) as Json | undefined) : undefined;
  return { text: out === "" ? "It ran and gave nothing." : out, ...(parsed === undefined ? {} : { data: parsed }) };
}
