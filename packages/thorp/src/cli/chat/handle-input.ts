/** One complete input of the person: a command, or a request. */
import type { Chat } from "./chat.ts";
import { type CommandEnd, readCommand, requestFrom } from "./commands/command.ts";
import { runCommand } from "./commands/commands.ts";
import { sendRequest } from "./send-request.ts";

/** Known when the input is done with: for a request, when its run has ended. */
export interface Handled {
  /** As `ask` would exit; 0 for commands. */
  readonly code: number;
  readonly isOver: boolean;
}

/** Throws `ThorpError` with words for the person; the chat goes on after it. */
export async function handleInput(chat: Chat, text: string): Promise<Handled> {
  const command = readCommand(text);
  const end: CommandEnd =
    command === undefined ? { do: "send", request: requestFrom(text) } : await runCommand(chat, command);
  if (end === undefined) return { code: 0, isOver: false };
  if (end.do === "quit") return { code: 0, isOver: true };
  return { code: await sendRequest(chat, end.request), isOver: false };
}
