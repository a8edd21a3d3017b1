/**
 * The texts of a team's `tools/` folder. Nothing of it is run or imported: it is data until somebody agrees to it.
 *
 * `NAME.yaml` is a tool, `NAME.js`, `NAME.py` or `NAME.sh` its program, `NAME.test.yaml` its tests; `NAME.openapi.yaml`
 * (or `.json`) describes an API, `mcp.yaml` names MCP servers.
 */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { readPlainText } from "../../base/plain-text-file.ts";
import type { PlacedMessage } from "../../base/yaml-source.ts";
import { plainFolderProblem } from "../plain-folder.ts";

/** Something to mend; `path` is in the team's folder, with `/`. */
export interface FileProblem extends PlacedMessage {
  readonly path: string;
}

/** What could be read, by name in `tools/`, and why the rest could not. */
export interface ToolsFolder {
  readonly texts: ReadonlyMap<string, string>;
  readonly problems: readonly FileProblem[];
}

/** In the team's folder. */
export const TOOLS = "tools";
/** Largest text of the folder, in bytes; documents of APIs may be larger. */
const MOST_BYTES = 256 * 1024;
const MOST_DOCUMENT_BYTES = 4 << 20;
const MOST_FILES = 200;
const linkMessage = "a symbolic link; a team's files must be in its folder";

/** `folder` is the team's. Empty where there is no `tools/`; never throws. */
export async function readToolsFolder(folder: string): Promise<ToolsFolder> {
  const names = await namesIn(folder);
  if (names.length === 0) return { texts: new Map(), problems: [] };
  const problem = await plainFolderProblem(folder, TOOLS);
  if (problem !== undefined) return { texts: new Map(), problems: [problemIn("", problem)] };
  const read = names.slice(0, MOST_FILES);
  const readings = await Promise.all(
    read.map((name) =>
      readPlainText(join(folder, TOOLS, name), {
        maxBytes: isApiDocument(name) ? MOST_DOCUMENT_BYTES : MOST_BYTES,
        linkMessage,
      }),
    ),
  );
  const texts = new Map<string, string>();
  const problems = names.length > MOST_FILES ? [problemIn("", `more than ${MOST_FILES} files`)] : [];
  for (const [at, name] of read.entries()) {
    const reading = readings[at];
    if (reading?.ok) texts.set(name, reading.text);
    else if (reading !== undefined) problems.push(problemIn(name, reading.message));
  }
  return { texts, problems };
}

/** Another one after any change of a file in `tools/`; empty where there is none. Reads none of them. */
export async function toolsStamp(folder: string): Promise<string> {
  // Whole, with the programs of MCP servers in folders below.
  const names = (await readdir(join(folder, TOOLS), { recursive: true }).catch((): string[] => [])).sort();
  const stats = await Promise.all(names.map((name) => stat(join(folder, TOOLS, name)).catch(() => undefined)));
  return names.map((name, at) => `${name} ${stats[at]?.mtimeMs} ${stats[at]?.size} ${stats[at]?.ino}`).join("\n");
}

/** Whether a file describes an API. */
export function isApiDocument(name: string): boolean {
  return /\.openapi\.(?:ya?ml|json)$/.test(name);
}

/** A problem of a file as a whole, or at a place in it. */
export function problemIn(name: string, message: string, { line, column } = { line: 1, column: 1 }): FileProblem {
  return { path: name === "" ? TOOLS : `${TOOLS}/${name}`, line, column, message };
}

/** Programs of MCP servers may lie in folders below; those are not read. */
async function namesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(folder, TOOLS), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.name.startsWith(".") && !entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
