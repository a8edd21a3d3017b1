/** Commands about files: what runs made, what comes along with the next request, and the conversation as a file. */
import { readFile, stat, writeFile } from "node:fs/promises";
import { basename, extname, relative, resolve } from "node:path";
import { oneLine } from "../../../base/clean-text.ts";
import { ThorpError } from "../../../base/errors.ts";
import { byteWords, countWords } from "../../../base/words.ts";
import { changedFiles, collectConversation } from "../../../engine/collect-conversation.ts";
import { exportConversation, formatFrom } from "../../../engine/conversation-export/export-conversation.ts";
import { runsOf } from "../../../engine/conversations.ts";
import type { Chat } from "../chat.ts";
import type { ChatCommand } from "./command.ts";

/** As much as an attachment may have. */
const MOST_BYTES = 32 << 20;

const mediaTypes: Readonly<Record<string, string>> = {
  ".txt": "text/plain",
  ".md": "text/markdown",
  ".csv": "text/csv",
  ".tsv": "text/tab-separated-values",
  ".json": "application/json",
  ".html": "text/html",
  ".pdf": "application/pdf",
  ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
};

/** Oldest run first, each line once; what was taken back is left out, what is not on the disk any more is marked. */
export const filesCommand: ChatCommand = {
  name: "files",
  description: "the files that runs of this conversation made or changed, and what is attached",
  isImmediate: true,
  async run({ state, thorp, screen, context }) {
    const { cwd } = context.surroundings;
    const runs = state.conversation === undefined ? [] : await runsOf(thorp, state.conversation);
    const lines: string[] = [];
    for (const run of runs.toReversed()) {
      if (run.undoneAfter !== undefined) continue;
      for (const { file, isNew } of changedFiles(await thorp.events(run.id))) {
        const isThere = (await stat(file).catch(() => undefined)) !== undefined;
        lines.push(`${isNew ? "made" : "changed"} ${relative(cwd, file) || file}${isThere ? "" : " (gone)"}`);
      }
    }
    for (const { name, bytes } of state.attachments) lines.push(`attached ${name} (${byteWords(bytes.byteLength)})`);
    screen.print(
      lines.length === 0 ? "No files yet.\n" : [...new Set(lines)].map((line) => `${oneLine(line)}\n`).join(""),
    );
    return undefined;
  },
};

/** A second file of the same name replaces the first. Throws `usage`, and `input-too-large` above 32 MiB. */
export const attachCommand: ChatCommand = {
  name: "attach",
  argument: "FILE",
  description: "send this file along with the next request; without one: take all off again",
  takesFile: true,
  async run({ state, screen, context }, argument) {
    if (argument === "") {
      screen.note(`${countWords(state.attachments.length, "file")} taken off.`);
      state.attachments = [];
      return undefined;
    }
    const path = resolve(context.surroundings.cwd, unquoted(argument));
    const bytes = await readBytes(path);
    const name = basename(path);
    const mediaType = mediaTypes[extname(name).toLowerCase()];
    const others = state.attachments.filter((other) => other.name !== name);
    state.attachments = [...others, { name, bytes, ...(mediaType === undefined ? {} : { mediaType }) }];
    screen.note(`${oneLine(name)} (${byteWords(bytes.byteLength)}) goes along with the next request.`);
    return undefined;
  },
};

/** A file that is there is overwritten only after a yes; the ending names the format. Throws `usage`. */
export const saveCommand: ChatCommand = {
  name: "save",
  argument: "FILE",
  description: "write this conversation to a file: .md, .html or .json",
  takesFile: true,
  async run(chat, argument) {
    const { state, thorp, screen, context } = chat;
    if (argument === "") throw new ThorpError("usage", "/save needs the name of a file.", { hint: "/save talk.md" });
    const path = resolve(context.surroundings.cwd, unquoted(argument));
    const format = formatFrom(extname(path) || ".md");
    const conversation = state.conversation && (await collectConversation(thorp, state.conversation));
    if (!conversation) throw new ThorpError("usage", "Nothing was said yet.", { hint: "Ask something first." });
    await writeNew(path, exportConversation(conversation, format), chat);
    screen.note(
      `Saved ${countWords(conversation.exchanges.length, "exchange")} in ${oneLine(relative(context.surroundings.cwd, path) || path)}.`,
    );
    return undefined;
  },
};

async function readBytes(path: string): Promise<Uint8Array> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined)
    throw new ThorpError("usage", `There is no file ${oneLine(path)}.`, {
      hint: "The Tab key completes names of files.",
    });
  if (!found.isFile())
    throw new ThorpError("usage", `${oneLine(path)} is not a file.`, { hint: "Attach single files." });
  if (found.size > MOST_BYTES)
    throw new ThorpError(
      "input-too-large",
      `${oneLine(path)} has ${byteWords(found.size)}; an attachment may have ${byteWords(MOST_BYTES)}.`,
    );
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new ThorpError("usage", `${oneLine(path)} cannot be read (${error.code}).`, { hint: "Attach another file." });
  });
}

/** Never over a file that is there, unless the person says so. */
async function writeNew(path: string, text: string, { screen }: Chat): Promise<void> {
  try {
    await writeFile(path, text, { flag: "wx" });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "EEXIST")
      throw new ThorpError("usage", `${oneLine(path)} cannot be written: ${message}.`, {
        hint: "Choose another name.",
      });
    if (!(await screen.confirm?.(`${oneLine(path)} is there already. Overwrite it?`)))
      throw new ThorpError("usage", `${oneLine(path)} is there already; nothing was saved.`, {
        hint: "Choose another name.",
      });
    await writeFile(path, text);
  }
}

/** Names with blanks may stand in quotes, as in a shell, or have a backslash before them. */
function unquoted(text: string): string {
  const [, inner] = /^(?:"(.*)"|'(.*)')$/.exec(text)?.filter((part) => part !== undefined) ?? [];
  return inner ?? text.replaceAll("\\ ", " ");
}
