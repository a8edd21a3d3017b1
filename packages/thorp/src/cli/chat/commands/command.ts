/** One command of a chat: `/name argument`. */
import type { Chat } from "../chat.ts";
import type { ChatRequest } from "../send-request.ts";

/** What the chat does next; nothing but reading on for most. */
export type CommandEnd = { readonly do: "quit" } | { readonly do: "send"; readonly request: ChatRequest } | undefined;

/** Its name has no slash and only small letters; `/help`, completion and the page are made from these fields. */
export interface ChatCommand {
  readonly name: string;
  /** How the argument is shown in the help. */
  readonly argument?: string;
  readonly description: string;
  /** Is carried out at once also while a run works; the others wait for its end. */
  readonly isImmediate?: boolean;
  /** What may follow, for completion. */
  readonly candidates?: (chat: Chat) => Promise<readonly string[]>;
  /** The argument names a file. */
  readonly takesFile?: boolean;
  /** Throws `ThorpError` with words for the person. */
  run(chat: Chat, argument: string): Promise<CommandEnd>;
}

/** The name in small letters, without its slash, not yet looked up; the argument trimmed, empty where there is none. */
export interface CommandLine {
  readonly name: string;
  readonly argument: string;
}

/**
 * Undefined for what is a request. A path at the beginning (`/etc/hosts says`) is one, `//` sends a request that
 * begins with a slash, and `/server:prompt` is one of a prompt of an MCP server.
 */
export function readCommand(text: string): CommandLine | undefined {
  const [, name, argument = ""] = /^\/([^\s/:]*)(?:\s+([\s\S]*))?$/.exec(text.trim()) ?? [];
  return name === undefined ? undefined : { name: name.toLowerCase(), argument: argument.trim() };
}

/** A request as it is sent; one that had two slashes is taken as it stands. */
export function requestFrom(text: string): ChatRequest {
  return text.startsWith("//") ? { text: text.slice(1), expand: false } : { text };
}
