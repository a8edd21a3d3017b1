/** The loop of a chat on a terminal: read, carry out, and what was typed meanwhile next. */

import { cleanText, oneLine } from "../../../base/clean-text.ts";
import { failureFrom } from "../../../base/errors.ts";
import { failureText } from "../../report-error.ts";
import type { Chat } from "../chat.ts";
import { handleInput } from "../handle-input.ts";
import { completeLine } from "../input/complete-line.ts";
import type { History } from "../input/history-file.ts";
import type { Keyboard } from "../input/keyboard.ts";
import { createLineEditor } from "../input/line-editor.ts";
import { createForeground } from "./foreground.ts";
import { createLiveScreen } from "./live-screen.ts";
import { createInputReader } from "./read-input.ts";
import { createTypedMeanwhile } from "./typed-meanwhile.ts";

/** The caller opened the keyboard and the history, and stops the keyboard afterwards, whatever happened. */
export interface LiveChatOptions {
  readonly parts: Omit<Chat, "screen">;
  readonly keyboard: Keyboard;
  readonly history: History;
  /** Before the first prompt. */
  readonly begin: (chat: Chat) => Promise<void>;
}

/** Resolves to the exit code when the person leaves. */
export async function runLiveChat({ parts, keyboard, history, begin }: LiveChatOptions): Promise<number> {
  const { context, state } = parts;
  const { surroundings, terminal } = context;
  const { notes } = terminal;
  const say = (text: string): void => void surroundings.stderr.write(`${text}\n`);
  let exit: number | undefined;

  const attempt = (work: () => Promise<unknown>): Promise<void> =>
    work().then(
      () => {},
      (error: unknown) => say(notes.yellow(failureText(failureFrom(error)))),
    );
  const leave = (code: number): void => {
    exit = code;
    state.running?.stop("the chat was left");
  };
  const carryOut = (text: string): Promise<void> =>
    attempt(async () => {
      if ((await handleInput(chat, text)).isOver) leave(0);
    });

  const foreground = createForeground();
  const typed = createTypedMeanwhile({ chat: () => chat, foreground, carryOut });
  const screen = createLiveScreen({
    context,
    keyboard,
    foreground,
    history,
    chat: () => chat,
    typed,
    onEnd: () => leave(0),
  });
  const chat: Chat = { ...parts, screen };
  const reader = createInputReader({
    editor: createLineEditor({
      keyboard,
      output: surroundings.stderr,
      history: history.entries,
      complete: (line) => completeLine(chat, line),
    }),
    prompt: () => notes.cyan(`${cleanText(state.team.split(/[\\/]/).at(-1) ?? "")}> `),
    morePrompt: notes.cyan("… "),
    initial: typed.take,
    warn: () => say(notes.dim("Ctrl-C again or Ctrl-D leaves.")),
  });
  const stopListening = surroundings.onSignal((signal) => {
    // A run that works listens for itself.
    if (state.running !== undefined) return;
    if (signal === "SIGINT") reader.interrupt();
    else reader.leave(signal === "SIGTERM" ? 143 : 129);
  });

  try {
    await attempt(() => begin(chat));
    while (exit === undefined) {
      const next = typed.next();
      if (next !== undefined) {
        say(notes.dim(`> ${oneLine(next)}`));
        await carryOut(next);
        continue;
      }
      const read = await reader.read();
      if (read.kind === "leave") return read.code;
      void history.add(read.text);
      await carryOut(read.text);
    }
    return exit;
  } finally {
    stopListening();
  }
}
