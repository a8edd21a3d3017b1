/** The tool `edit_file`: a text editor for models. It shows lines with numbers and changes a file in one clear place. */
import { mkdir, readFile, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { ThorpError } from "../../base/errors.ts";
import type { Intent } from "../../base/intent.ts";
import { editableText, editText, type TextEdit } from "../../sandbox/edit-text.ts";
import { failedWrite } from "../context/create-file.ts";
import { settleCall } from "../settle-call.ts";
import { sourceLabel } from "../source-label.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../tool.ts";
import { editDiff } from "./edit-diff.ts";
import { createEditRecord, type EditRecord, hashOf, lastEdit } from "./edit-record.ts";
import { replaceFile } from "./whole-file.ts";

const actions = ["view", "create", "replace", "insert", "undo"] as const;
const MOST_TEXT = 1 << 20;
const text = z.string().max(MOST_TEXT);
const input = z.object({
  action: z.enum(actions),
  path: z.string().min(1).max(4096).describe("The file, relative to the workspace"),
  find: text.optional().describe("replace: what stands there now, exactly once in the file"),
  text: text.optional().describe("create: the whole file; replace: what comes instead; insert: the new lines"),
  line: z.number().int().min(0).optional().describe("insert: below this line, 0 for the top; view: the first line"),
  lines: z.number().int().min(1).max(500).optional().describe("view: how many lines, default 200"),
});
type EditInput = z.infer<typeof input>;

/** Each edit is noted before it is made; the same call again changes nothing more. */
export function createEditFileTool(): Tool {
  return defineTool({
    name: "edit_file",
    capability: "files-edit",
    description:
      "Edits a text file of the workspace in one place. view shows lines with their numbers, create makes a new file, replace changes a piece of text that stands exactly once, insert adds lines below a line, undo takes back the last edit of this file.",
    examples: [
      "Change the port in config.ts from 3000 to 8080",
      "Show lines 40 to 80 of server.py with numbers",
      "Rename the function total to sum in cart.js",
      "Add an import at the top of main.ts",
      "Insert a test below line 12",
      "undo the last change of index.html",
      "fix the typo in line 7 of README.md",
    ],
    input,
    effect: "write",
    repeatable: true,
    cacheable: false,
    describe,
    execute: (given, context) => settleCall(context, () => carriedOut(given, context)),
  });
}

function describe(
  { action, path, find = "", text = "", line = 0 }: EditInput,
  { workspace }: Pick<ToolContext, "workspace" | "out">,
): Intent {
  const shown = path.slice(0, 100);
  if (action === "view") return { effect: "read", summary: `view ${shown}` };
  const summary = {
    create: `make the file ${shown}`,
    replace: `change ${shown} in one place`,
    insert: `insert into ${shown} below line ${line}`,
    undo: `take back the last edit of ${shown}`,
  }[action];
  const diff = action === "undo" ? "" : editDiff(action === "replace" ? find : "", text);
  return { effect: "write", summary, paths: [resolve(workspace, path)], ...(diff === "" ? {} : { diff }) };
}

function carriedOut(given: EditInput, context: ToolContext): Promise<ToolOutput> {
  return given.action === "view" ? viewed(given, context) : changed(given, context);
}

async function viewed({ path, line = 1, lines: most = 200 }: EditInput, context: ToolContext): Promise<ToolOutput> {
  const whole = editableText(await context.readFile(path, { maxBytes: MOST_TEXT }), path);
  const lines = (whole.endsWith("\n") ? whole.slice(0, -1) : whole).split("\n");
  const first = Math.max(1, line);
  if (first > lines.length) return { ok: false, text: `${path} has only ${lines.length} lines.` };
  const shown = lines.slice(first - 1, first - 1 + most).map((words, at) => `${first + at}\t${words}`);
  const last = first + shown.length - 1;
  return {
    ok: true,
    text: `${path}, lines ${first} to ${last} of ${lines.length}:\n${shown.join("\n")}`,
    data: { path, first, last, lines: lines.length },
    sources: [{ title: path, location: path }],
    labels: [sourceLabel(path)],
  };
}

async function changed(given: EditInput, context: ToolContext): Promise<ToolOutput> {
  const { path, action } = given;
  const file = await context.resolvePath(path, { forWriting: true });
  const facts = await stat(file).catch(() => undefined);
  if (facts !== undefined && !facts.isFile()) return { ok: false, text: `${path} is a folder.` };
  if (facts !== undefined && facts.size > MOST_TEXT)
    throw new ThorpError("input-too-large", `${path} is larger than 1 MiB.`);
  const before = facts === undefined ? undefined : editableText(await readFile(file), path);
  const record = createEditRecord(context.out, context.key, file);
  const notes = await record.notes();
  const own = notes.find(({ by }) => by === context.key);
  // A crash came after this very call had made its change.
  if (own !== undefined && own.after === hashOf(before)) return said(given, 0);
  if (action === "undo") return undone(given, { before, file, record, context });
  const after = edited(given, before);
  await record.add({ by: context.key, before: before ?? null, after: hashOf(after.text) });
  try {
    await mkdir(dirname(file), { recursive: true });
    await replaceFile({ file, bytes: Buffer.from(after.text), key: context.key }, facts?.mode);
  } catch (error) {
    throw failedWrite(error, path);
  }
  return said(given, after.line);
}

function edited(given: EditInput, before: string | undefined): { readonly text: string; readonly line: number } {
  const { action, path, find, text: put, line } = given;
  if (action === "create") {
    if (before !== undefined) throw new ThorpError("tool-input", `${path} exists already; view it, then replace.`);
    return { text: demand(put, "text"), line: 1 };
  }
  if (before === undefined) throw new ThorpError("tool-input", `There is no file ${path}; create makes it.`);
  const edit: TextEdit =
    action === "replace"
      ? { kind: "replace", find: demand(find, "find"), put: demand(put, "text") }
      : { kind: "insert", line: demand(line, "line"), text: demand(put, "text") };
  return editText(before, edit);
}

interface Undoing {
  readonly before: string | undefined;
  readonly file: string;
  readonly record: EditRecord;
  readonly context: ToolContext;
}

/** Only while the file still is as that edit left it: what came after is not ours to take back. */
async function undone(given: EditInput, { before, file, record, context }: Undoing): Promise<ToolOutput> {
  const last = lastEdit(await record.notes());
  if (last === undefined) return { ok: false, text: `No edit of ${given.path} in this run can be taken back.` };
  if (last.after !== hashOf(before)) {
    return { ok: false, text: `${given.path} was changed since by something else; nothing was taken back.` };
  }
  await record.add({ by: context.key, before: before ?? null, after: hashOf(last.before ?? undefined), isUndo: true });
  try {
    if (last.before === null) await rm(file, { force: true });
    else await replaceFile({ file, bytes: Buffer.from(last.before), key: context.key }, (await stat(file)).mode);
  } catch (error) {
    throw failedWrite(error, given.path);
  }
  return said(given, 0);
}

function said({ action, path }: EditInput, line: number): ToolOutput {
  const at = line === 0 ? "" : `, line ${line}`;
  const words = action === "undo" ? `Took back the last edit of ${path}.` : `Changed ${path}${at}.`;
  return { ok: true, text: words, data: { path, action, line }, sources: [{ title: path, location: path }] };
}

function demand<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new ThorpError("tool-input", `This action needs "${name}".`);
  return value;
}
