/** The loop of a chat on a terminal: read, carry out, and what was typed meanwhile next. */
import { failureFrom } from "../../../base/errors.ts";
import { failureText } from "../../report-error.ts";
import { cleanText, oneLine } from "../../terminal/clean-text.ts";
import type { Chat } from "../chat.ts";
import { readCommand } from "../commands/command.ts";
import { findCommand } from "../commands/commands.ts";
import { handleInput } from "../handle-input.ts";
import { completeLine } from "../input/complete-line.ts";
import type { History } from "../input/history-file.ts";
import { createLineJoiner } from "../input/join-lines.ts";
import type { Keyboard } from "../input/keyboard.ts";
import { createLineEditor } from "../input/line-editor.ts";
import { createForeground } from "./foreground.ts";
import { createLiveScreen, type Typed } from "./live-screen.ts";

export interface LiveChatOptions {
  readonly parts: Omit<Chat, "screen">;
  readonly keyboard: Keyboard;
  readonly history: History;
  /** Before the first prompt. */
  readonly begin: (chat: Chat) => Promise<void>;
}

/** Resolves to the exit code when the person leaves. */
export async function runLiveChat({ parts, keyboard, history, begin }: LiveChatOptions): Promise<number> {
  const { surroundings, terminal } = parts.context;
  const foreground = createForeground();
  const waiting: string[] = [];
  const ahead = createLineJoiner();
  let begun = "";
  let exit: number | undefined;
  let reading = new AbortController();

  const say = (text: string) => surroundings.stderr.write(`${text}\n`);
  const tell = (error: unknown): void => void say(terminal.notes.yellow(failureText(failureFrom(error))));
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    await work().catch(tell);
  };

  const typed: Typed = {
    onLine(line) {
      const text = ahead.push(line);
      if (text === undefined) return;
      void history.add(text);
      if (isForNow(chat, text))
        void attempt(() =>
          foreground.use(() => {
            note(`> ${oneLine(text)}`);
            return carryOut(text);
          }),
        );
      else {
        waiting.push(text);
        void foreground.use(async () => note(`next: ${oneLine(text)}`));
      }
    },
    onEnd() {
      exit = 0;
    },
    onStopped() {
      ahead.drop();
      for (const text of waiting.splice(0)) void foreground.use(async () => note(`not asked: ${oneLine(text)}`));
    },
    keep(text) {
      begun = [ahead.flush(), text].filter((part) => part !== undefined && part !== "").join("\n");
    },
    take() {
      const text = begun;
      begun = "";
      return text;
    },
  };
  const note = (text: string): void => {
    // Below an answer that is being written it would tear the text.
    if (!isAnswering(chat)) chat.screen.note(text);
  };
  const screen = createLiveScreen({ context: parts.context, keyboard, foreground, history, chat: () => chat, typed });
  const chat: Chat = { ...parts, screen };

  const carryOut = async (text: string): Promise<void> => {
    const { isOver } = await handleInput(chat, text);
    if (!isOver) return;
    exit = 0;
    chat.state.running?.stop("the chat was left");
  };
  const stopListening = surroundings.onSignal((signal) => {
    // A run that works listens for itself.
    if (chat.state.running !== undefined) return;
    if (signal !== "SIGINT") exit = signal === "SIGTERM" ? 143 : 129;
    reading.abort();
  });
  const editor = createLineEditor({
    keyboard,
    output: surroundings.stderr,
    history: history.entries,
    complete: (line) => completeLine(chat, line),
  });

  /** A whole input; undefined when the person leaves. */
  const readInput = async (): Promise<string | undefined> => {
    const lines = createLineJoiner();
    for (let interrupts = 0; exit === undefined; ) {
      reading = new AbortController();
      const prompt = lines.isOpen ? "… " : `${cleanText(chat.state.team.split(/[\\/]/).at(-1) ?? "")}> `;
      const read = await editor.read({
        prompt: terminal.notes.cyan(prompt),
        initial: typed.take(),
        signal: reading.signal,
      });
      if (read.kind === "line") {
        const text = lines.push(read.text);
        if (text === undefined) continue;
        void history.add(text);
        return text;
      }
      if (read.kind === "end") return undefined;
      if (lines.isOpen) lines.drop();
      else if (++interrupts > 1) {
        exit = 130;
        return undefined;
      } else say(terminal.notes.dim("Ctrl-C again or Ctrl-D leaves."));
    }
    return undefined;
  };

  try {
    await attempt(() => begin(chat));
    while (exit === undefined) {
      const next = waiting.shift();
      if (next !== undefined) say(terminal.notes.dim(`> ${oneLine(next)}`));
      const text = next ?? (await readInput());
      if (text === undefined) break;
      await attempt(() => carryOut(text));
    }
    return exit ?? 0;
  } finally {
    stopListening();
  }
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
