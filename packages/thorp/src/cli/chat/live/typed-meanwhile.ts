/** What the person types while a run works: commands that need not wait are carried out, the rest waits its turn. */
import { oneLine } from "../../../base/clean-text.ts";
import type { Chat } from "../chat.ts";
import { readCommand } from "../commands/command.ts";
import { findCommand } from "../commands/commands.ts";
import { createLineJoiner } from "../input/join-lines.ts";
import type { Foreground } from "./foreground.ts";

/** Inputs wait in the order in which they were typed; when the person stops the run, each is named and dropped. */
export interface TypedMeanwhile {
  onLine(line: string): void;
  /** The person stopped the run: what was waiting is not asked any more. */
  onStopped(): void;
  /** The next that waits. */
  next(): string | undefined;
  /** Keeps the line that was begun, for the next prompt or run. */
  keep(text: string): void;
  /** Takes it. */
  take(): string;
}

/** `chat` is asked late: the screen that the chat consists of needs this first. */
export interface TypedMeanwhileOptions {
  readonly chat: () => Chat;
  readonly foreground: Foreground;
  /** Never rejects. */
  readonly carryOut: (text: string) => Promise<void>;
}

/** Commands for now wait for the foreground; while an answer is being written all but `/quit` wait for its end. */
export function createTypedMeanwhile({ chat, foreground, carryOut }: TypedMeanwhileOptions): TypedMeanwhile {
  const waiting: string[] = [];
  const lines = createLineJoiner();
  let begun = "";

  // Below an answer that is being written it would tear the text.
  const note = (text: string): void => {
    if (!isAnswering(chat())) chat().screen.note(oneLine(text));
  };
  const tell = (text: string): void => void foreground.use(async () => note(text));
  return {
    onLine(line) {
      const text = lines.push(line);
      if (text === undefined) return;
      chat().screen.remember?.(text);
      if (isForNow(chat(), text)) {
        tell(`> ${text}`);
        void foreground.use(() => carryOut(text));
      } else {
        waiting.push(text);
        tell(`next: ${text}`);
      }
    },
    onStopped() {
      lines.drop();
      for (const text of waiting.splice(0)) tell(`not asked: ${text}`);
    },
    next: () => waiting.shift(),
    keep(text) {
      begun = [lines.flush(), text].filter((part) => part !== undefined && part !== "").join("\n");
    },
    take() {
      const text = begun;
      begun = "";
      return text;
    },
  };
}

/** Commands that need not wait for the end of the run; a mistyped one is told at once. */
function isForNow(chat: Chat, text: string): boolean {
  const command = readCommand(text);
  if (command === undefined) return false;
  if (command.name === "quit") return true;
  if (isAnswering(chat)) return false;
  try {
    return findCommand(command.name).isImmediate === true;
  } catch {
    return true;
  }
}

function isAnswering({ state }: Chat): boolean {
  const { running } = state;
  return running !== undefined && (running.story.final ?? running.story.answer) !== undefined;
}
