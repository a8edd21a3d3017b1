/** Files of the workspace and earlier results that a program is given: copies, under their own names. */
import { basename } from "node:path";
import { ThorpError } from "../../base/errors.ts";
import { joinLabels, type Labels } from "../../base/label.ts";
import type { Source } from "../../events/task-result.ts";
import { sourceLabel } from "../source-label.ts";
import type { ToolContext } from "../tool.ts";

const MOST_BYTES = 8 << 20;

/** What a program gets, and where it came from. */
export interface GivenFiles {
  readonly filesByName: ReadonlyMap<string, Uint8Array>;
  readonly labels: Labels;
  readonly sources: readonly Source[];
}

/** Throws `tool-input` when two have one name, and what `readFile` throws. */
export async function givenFiles(paths: readonly string[], context: ToolContext): Promise<GivenFiles> {
  const filesByName = new Map<string, Uint8Array>();
  for (const path of paths) {
    const name = basename(path.replace(/^attachment:/, ""));
    if (filesByName.has(name)) throw new ThorpError("tool-input", `Two of the files are called ${name.slice(0, 100)}.`);
    filesByName.set(name, await context.readFile(path, { maxBytes: MOST_BYTES }));
  }
  return {
    filesByName,
    labels: joinLabels(paths.map(sourceLabel)),
    sources: paths.map((path) => ({ title: path, location: path })),
  };
}

/** An earlier result as the input of a program: its data as JSON, else its text. */
export async function givenResult(
  id: string,
  context: ToolContext,
): Promise<{ readonly input: string; readonly labels: Labels }> {
  const result = await context.readResult(id);
  if (result === undefined) throw new ThorpError("tool-input", `There is no earlier result ${id.slice(0, 100)}.`);
  return { input: result.data === undefined ? result.text : JSON.stringify(result.data), labels: result.labels ?? [] };
}
