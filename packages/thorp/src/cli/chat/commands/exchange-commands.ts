/** Commands about what was said: take it back, ask again, begin anew. */
import { relative } from "node:path";
import { oneLine } from "../../../base/clean-text.ts";
import { ThorpError } from "../../../base/errors.ts";
import { countWords, shortId } from "../../../base/words.ts";
import { runsOf } from "../../../engine/conversations.ts";
import type { Thorp, Undone } from "../../../engine/thorp.ts";
import type { RunRow } from "../../../storage/store.ts";
import type { Chat, ChatAttachment } from "../chat.ts";
import type { ChatCommand } from "./command.ts";

/** Puts files back, but leaves those that changed since and names them. Throws `usage` when there is no exchange. */
export const undoCommand: ChatCommand = {
  name: "undo",
  description: "take the last exchange back: its file changes, and its place in the conversation",
  async run(chat) {
    const last = await lastExchange(chat);
    await takeBack(chat, last);
    const { note, remember } = chat.screen;
    remember?.(last.text);
    const back = remember === undefined ? "" : " The Up key brings the request back.";
    note(`"${shortText(last.text)}" is out of the conversation.${back}`);
    return undefined;
  },
};

/** As `/undo`, then sends the same text and attachments; an attachment whose bytes are gone is named and left out. */
export const retryCommand: ChatCommand = {
  name: "retry",
  description: "take the last exchange back and ask the same again, with the team and model of now",
  async run(chat) {
    const last = await lastExchange(chat);
    const attachments = await attachmentsOf(chat, last.id);
    await takeBack(chat, last);
    return { do: "send", request: { text: last.text, attachments } };
  },
};

/** Forgets conversation and last run, keeps team, model and attachments; nothing is written or deleted. */
export const newCommand: ChatCommand = {
  name: "new",
  description: "begin a new conversation; the old one stays",
  async run({ state, screen }) {
    const { conversation } = state;
    state.conversation = undefined;
    state.lastRun = undefined;
    screen.note(
      conversation === undefined
        ? "This conversation is new already."
        : `A new conversation. \`thorp chat --resume ${shortId(conversation)}\` goes on with the old one.`,
    );
    return undefined;
  },
};

/** The newest run of the conversation that counts. Throws `usage` when there is none. */
async function lastExchange({ state, thorp }: Chat): Promise<RunRow> {
  const runs = state.conversation === undefined ? [] : await runsOf(thorp, state.conversation);
  const last = runs.find(({ undoneAfter }) => undoneAfter === undefined);
  if (last !== undefined) return last;
  throw new ThorpError("usage", "There is nothing to take back in this conversation.", {
    hint: "Ask something first, or /new begins another conversation.",
  });
}

async function takeBack(chat: Chat, last: RunRow): Promise<void> {
  const undone = await chat.thorp.undo(last.id, { forget: true });
  for (const line of undoneWords(undone, chat.context.surroundings.cwd)) chat.screen.note(line);
}

function undoneWords({ restored, removed, left }: Undone, cwd: string): readonly string[] {
  const shown = (path: string) => oneLine(relative(cwd, path) || path);
  return [
    ...restored.map((path) => `restored ${shown(path)}`),
    ...removed.map((path) => `removed ${shown(path)}`),
    ...(left.length === 0
      ? []
      : [`left ${countWords(left.length, "file")} that changed since: ${left.map(shown).join(", ")}`]),
  ];
}

/** The bytes again; what is not there any more is left out and said. */
async function attachmentsOf({ thorp, screen }: Chat, run: string): Promise<readonly ChatAttachment[]> {
  const attachments: ChatAttachment[] = [];
  for (const { id, kind, title, mediaType } of await thorp.artifacts(run)) {
    if (kind !== "attachment") continue;
    const bytes = await bytesOf(thorp, run, id);
    if (bytes === undefined) screen.note(`The attachment ${oneLine(title)} is gone.`);
    else attachments.push({ name: title, mediaType, bytes });
  }
  return attachments;
}

async function bytesOf(thorp: Thorp, run: string, id: string): Promise<Uint8Array | undefined> {
  try {
    return (await thorp.readArtifact(run, id)).bytes;
  } catch (error) {
    if (error instanceof ThorpError && error.code === "blob-unknown") return undefined;
    throw error;
  }
}

function shortText(text: string): string {
  const line = oneLine(text);
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
