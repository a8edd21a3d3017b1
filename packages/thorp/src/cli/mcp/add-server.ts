/** `thorp mcp add`: an entry in thorp.yaml, then the look at it. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { ThorpError } from "../../base/errors.ts";
import type { CommandContext } from "../command-context.ts";
import { changeEntries, type McpEntries } from "./change-entries.ts";
import { type CheckServerOptions, checkServer } from "./check-server.ts";

/** As typed. */
export interface AddServerOptions extends CheckServerOptions {
  readonly env?: readonly string[];
  readonly header?: readonly string[];
  readonly network?: boolean;
  readonly trustHints?: boolean;
}

/** A name and what it stands for. */
export interface AddedServer {
  readonly name: string;
  readonly target: readonly string[];
}

/** The entry stays also when the look fails or nobody agrees. Throws `usage`, and as `checkServer`. */
export async function addServer(context: CommandContext, added: AddedServer, options: AddServerOptions): Promise<void> {
  const { name } = added;
  if (!/^[a-z][a-z0-9_-]{0,30}$/.test(name))
    throw new ThorpError("usage", `"${name}" is no name for a server: small letters, digits, - and _, at most 31.`);
  const file = await changeEntries(context, options, (servers) => {
    if (servers[name] === undefined) return { ...servers, [name]: entryFrom(added, options, context.surroundings.cwd) };
    throw new ThorpError("usage", `The MCP server ${name} stands in thorp.yaml already.`, {
      hint: `Change it there, or run \`thorp mcp remove ${name}\` first.`,
    });
  });
  context.surroundings.stderr.write(`${name} stands in ${file}.\n`);
  await checkServer(context, name, options);
}

function entryFrom({ target }: AddedServer, options: AddServerOptions, cwd: string): McpEntries[string] {
  const { env, header, network, trustHints } = options;
  const [command = "", ...args] = target.map((word) => wholePath(word, cwd));
  const hints = trustHints ? { trustHints: true } : {};
  if (/^https?:\/\//.test(command)) {
    if (args.length > 0 || env !== undefined || network)
      throw new ThorpError("usage", "An address takes headers; arguments, --env and --network are for programs.");
    return { url: command, ...(header === undefined ? {} : { headers: pairs(header, "--header") }), ...hints };
  }
  if (header !== undefined) throw new ThorpError("usage", "--header is for addresses; a program takes --env.");
  return {
    command,
    ...(args.length === 0 ? {} : { args }),
    ...readsOf([command, ...args]),
    ...(env === undefined ? {} : { env: pairs(env, "--env") }),
    ...(network ? { network } : {}),
    ...hints,
  };
}

/** It is started elsewhere later: what names a file here is written as its whole path. */
function wholePath(word: string, cwd: string): string {
  const isFile =
    !word.startsWith("-") && /[./\\]/.test(word) && !word.includes("://") && existsSync(resolve(cwd, word));
  return isFile ? resolve(cwd, word) : word;
}

/** Where the code of a program stands that is named by its path: the folder of its package, or the file alone. */
function readsOf(words: readonly string[]): { readonly reads?: string[] } {
  const files = words.filter((word) => isAbsolute(word) && existsSync(word) && !word.startsWith("/usr/"));
  const reads = [...new Set(files.map(codeFolderOf))];
  return reads.length === 0 ? {} : { reads };
}

function codeFolderOf(file: string): string {
  const [before = "", inside] = file.split("/node_modules/");
  if (inside !== undefined) return before;
  for (let folder = dirname(file); folder !== homedir() && folder !== dirname(folder); folder = dirname(folder))
    if (["package.json", "pyproject.toml", "node_modules"].some((name) => existsSync(join(folder, name))))
      return folder;
  return file;
}

function pairs(texts: readonly string[], flag: string): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name = "", value = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
      if (name === "") throw new ThorpError("usage", `${flag} takes NAME=VALUE, not ${text}.`);
      return [name, value];
    }),
  );
}
