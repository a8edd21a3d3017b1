/** The tool `write_file`: makes, replaces or adds to a text file. */
import { mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { ThorpError } from "../../base/errors.ts";
import type { Intent } from "../../base/intent.ts";
import { editableText } from "../../sandbox/edit-text.ts";
import { failedWrite } from "../context/create-file.ts";
import { isInside, realPlaceOf } from "../context/resolve-path.ts";
import { artifactId } from "../context/tool-context.ts";
import { mediaTypeOf } from "../media-type.ts";
import { settleCall } from "../settle-call.ts";
import { formatBytes } from "../text-content.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../tool.ts";
import { appendText } from "./append-text.ts";
import { editDiff } from "./edit-diff.ts";
import { createNew, replaceFile } from "./whole-file.ts";

/** Larger files are written over without a look at what they hold. Bytes. */
const MOST_PREVIEWED = 1 << 20;

const modes = ["create", "replace", "append"] as const;
const input = z.object({
  path: z.string().min(1).max(4096).describe("The file, relative to the workspace"),
  text: z
    .string()
    .max(4 << 20)
    .describe("What is written"),
  mode: z
    .enum(modes)
    .optional()
    .describe("create (default) refuses a file that exists; replace writes over it; append adds at its end"),
});
type WriteInput = z.infer<typeof input>;

/** Writes whole files or none; repeating a call with the same key changes nothing more. */
export function createWriteFileTool(): Tool {
  return defineTool({
    name: "write_file",
    capability: "files-write",
    description:
      "Writes text into a file of the workspace. Mode create makes a new file and refuses one that exists, replace writes over it, append adds at the end. " +
      "Folders are made where needed. Not for reports: use write_report. Not for tables or charts: use make_table or make_chart.",
    examples: [
      "Save this as notes/plan.md",
      "Write the summary to summary.txt",
      "Add a line to todo.md: call the bank",
      "create a file hello.py with a small script",
      "Replace the content of draft.md with the new version",
      "append the result to log.txt",
      "Put that into a file, please",
    ],
    input,
    effect: "write",
    repeatable: true,
    cacheable: false,
    describe,
    preview,
    execute: (given, context) => settleCall(context, () => written(given, context)),
  });
}

/** From the arguments alone: `create` never touches what exists, so in the out folder it is harmless. */
function describe(
  { path, text, mode = "create" }: WriteInput,
  { workspace, out }: Pick<ToolContext, "workspace" | "out">,
): Intent {
  const file = resolve(workspace, path);
  const size = formatBytes(Buffer.byteLength(text));
  const summary = {
    create: `write ${size} to the new file ${path.slice(0, 100)}`,
    replace: `replace ${path.slice(0, 100)} with ${size}`,
    append: `append ${size} to ${path.slice(0, 100)}`,
  }[mode];
  return { effect: mode === "create" && isInside(resolve(out), file) ? "create" : "write", summary, paths: [file] };
}

/** The old and the new lines of a file that is written over. */
async function preview(
  { path, text, mode }: WriteInput,
  { readFile }: Pick<ToolContext, "readFile">,
): Promise<string | undefined> {
  if (mode !== "replace") return undefined;
  const diff = editDiff(editableText(await readFile(path, { maxBytes: MOST_PREVIEWED }), path), text);
  return diff === "" ? "… all lines stay as they are" : diff;
}

async function written(given: WriteInput, context: ToolContext): Promise<ToolOutput> {
  const { path, text, mode = "create" } = given;
  const file = await context.resolvePath(path, { forWriting: true });
  const realOut = await realPlaceOf(context.out);
  // What was described as a new file in the out folder must not turn out to be one elsewhere, through a link.
  if (describe(given, context).effect === "create" && !isInside(realOut, file)) {
    return { ok: false, text: `${path} leads out of the out folder through a link; nothing was written.` };
  }
  const bytes = Buffer.from(text);
  const before = await stat(file).catch(() => undefined);
  if (before !== undefined && !before.isFile()) return { ok: false, text: `${path} is a folder; nothing was written.` };
  try {
    await mkdir(dirname(file), { recursive: true });
    if (mode === "append") {
      await appendText({ file, text, key: context.key, out: context.out });
    } else if (mode === "replace") {
      await replaceFile({ file, bytes, key: context.key }, before?.mode);
    } else if (!(await createNew({ file, bytes, key: context.key }))) {
      return {
        ok: false,
        text: `${path} exists already; nothing was written. Use mode replace or append, or another name.`,
      };
    }
  } catch (error) {
    throw parentIsFile(error, path) ?? failedWrite(error, path);
  }
  return answer(
    given,
    { file, size: (await stat(file)).size, isNew: before === undefined, isOut: isInside(realOut, file) },
    context.key,
  );
}

interface Written {
  readonly file: string;
  readonly size: number;
  readonly isNew: boolean;
  readonly isOut: boolean;
}

function answer(
  { path, text, mode = "create" }: WriteInput,
  { file, size, isNew, isOut }: Written,
  key: string,
): ToolOutput {
  const added = formatBytes(Buffer.byteLength(text));
  const sentence = {
    create: `Wrote ${added} to the new file ${path}.`,
    replace: isNew ? `Wrote ${added} to the new file ${path}.` : `Replaced ${path} with ${added}.`,
    append: `Appended ${added} to ${path}; it now has ${formatBytes(size)}.`,
  }[mode];
  const mediaType = mediaTypeOf(path, Buffer.from(text.slice(0, 4096)));
  return {
    ok: true,
    text: sentence,
    data: { path, bytes: size, mode },
    sources: [{ title: path, location: path }],
    ...(isOut ? { artifacts: [{ id: artifactId(key, 1), title: path, mediaType, bytes: size, file }] } : {}),
  };
}

function parentIsFile(error: unknown, path: string): ThorpError | undefined {
  const { code } = error as NodeJS.ErrnoException;
  return code === "EEXIST" || code === "ENOTDIR"
    ? new ThorpError("tool-input", `A part of the path ${path.slice(0, 200)} is a file, not a folder.`)
    : undefined;
}
