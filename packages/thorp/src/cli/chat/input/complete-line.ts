/** What the Tab key offers: commands, what may follow them, names of files, and what MCP servers offer. */
import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import type { Chat } from "../chat.ts";
import { chatCommands } from "../commands/commands.ts";
import type { Completion } from "./line-editor.ts";

const MOST_HITS = 200;

/** At most 200 hits, each whole in place of `part`; an unreadable folder has none. Rejects when candidates do. */
export async function completeLine(chat: Chat, line: string): Promise<Completion> {
  const { cwd } = chat.context.surroundings;
  const [, name, argument] = /^\/([^\s/]*)(?:\s+(.*))?$/.exec(line) ?? [];
  if (name !== undefined && argument === undefined && !/\s$/.test(line)) return completeCommand(chat, name);
  const command = name === undefined ? undefined : chatCommands.find((each) => each.name === name);
  if (command !== undefined) {
    const part = argument ?? "";
    if (command.takesFile === true) return { hits: await filesLike(part, cwd), part };
    const candidates = (await command.candidates?.(chat)) ?? [];
    return { hits: candidates.filter((each) => each.startsWith(part)).slice(0, MOST_HITS), part };
  }
  const part = /\S*$/.exec(line)?.[0] ?? "";
  if (part === "") return { hits: [], part };
  if (part.startsWith("@")) return { hits: await resourcesLike(chat, part), part };
  // In the midst of a sentence a name with blanks would not be read as one.
  const hits = (await filesLike(part, cwd)).filter((file) => !/\s/.test(file));
  return { hits, part };
}

/** Prompts of MCP servers are called like commands. */
async function completeCommand({ thorp }: Chat, name: string): Promise<Completion> {
  const { prompts } = await thorp.serverOffers();
  const hits = [
    ...chatCommands
      .filter((command) => command.name.startsWith(name))
      .map((command) => `/${command.name}${command.argument === undefined ? "" : " "}`),
    ...prompts
      .map((prompt) => ({ called: `${prompt.server}:${prompt.name}`, more: prompt.arguments.length > 0 ? " " : "" }))
      .filter(({ called }) => called.startsWith(name))
      .map(({ called, more }) => `/${called}${more}`),
  ];
  return { hits: hits.slice(0, MOST_HITS), part: `/${name}` };
}

async function resourcesLike({ thorp }: Chat, part: string): Promise<readonly string[]> {
  const { resources } = await thorp.serverOffers();
  const named = resources.map(({ server, uri }) => `@${server}:${uri}`);
  return named.filter((each) => each.startsWith(part) && !/\s/.test(each)).slice(0, MOST_HITS);
}

/** Folders end in a slash, so that the next Tab looks into them; hidden files only for who asks for them. */
async function filesLike(part: string, cwd: string): Promise<readonly string[]> {
  const slash = part.lastIndexOf("/") + 1;
  const [folder, start] = [part.slice(0, slash), part.slice(slash)];
  const entries = await readdir(resolve(cwd, folder || "."), { withFileTypes: true }).catch(() => []);
  return entries
    .filter(({ name }) => name.startsWith(start) && (start !== "" || !name.startsWith(".")))
    .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? "/" : ""}`)
    .sort()
    .slice(0, MOST_HITS);
}
