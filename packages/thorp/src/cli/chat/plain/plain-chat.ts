/**
 * A chat without a terminal: requests and commands come in line by line, one is carried out after the other, answers go
 * to standard output. Nobody can be asked, so what needs approval is denied unless `--yes` covers it.
 */

import { cleanText } from "../../../base/clean-text.ts";
import { chooseView, closingWords, watchRun } from "../../ask/follow-run.ts";
import { createPrompts } from "../../ask/prompts.ts";
import { listenForInterrupt } from "../../interrupt.ts";
import { reportError } from "../../report-error.ts";
import { createStory } from "../../run-view/run-story.ts";
import type { Chat, ChatScreen } from "../chat.ts";
import { handleInput } from "../handle-input.ts";
import { createLineJoiner } from "../input/join-lines.ts";
import { readLines } from "./read-lines.ts";

/** Whoever opened the engine in `parts` closes it; a `begin` that fails is told, and the chat goes on. */
export interface PlainChatOptions {
  readonly parts: Omit<Chat, "screen">;
  /** Before the first line is read. */
  readonly begin: (chat: Chat) => Promise<void>;
}

/** Resolves to the exit code: that of the first request or command that did not end well, else 0. */
export async function runPlainChat({ parts, begin }: PlainChatOptions): Promise<number> {
  const { context, options, thorp, state } = parts;
  const { surroundings } = context;
  const chat: Chat = { ...parts, screen: createPlainScreen(() => chat) };
  let code = 0;
  const attempt = async (work: () => Promise<boolean>): Promise<boolean> => {
    try {
      return await work();
    } catch (error) {
      const failed = reportError(error, options.json ? ["--json"] : [], surroundings);
      if (code === 0) code = failed;
      return false;
    }
  };
  const handle = (text: string): Promise<boolean> =>
    attempt(async () => {
      const handled = await handleInput(chat, text);
      if (code === 0) code = handled.code;
      return handled.isOver;
    });

  const stopListening = surroundings.onSignal((signal) => {
    if (state.running !== undefined) return;
    const exit = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal];
    const leave = () => surroundings.exit(exit);
    thorp.close().then(leave, leave);
  });
  try {
    await attempt(async () => {
      await begin(chat);
      return false;
    });
    const joiner = createLineJoiner();
    const prompt = () => {
      if (surroundings.stdin.isTTY && !options.json) surroundings.stderr.write(joiner.isOpen ? "… " : "> ");
    };
    prompt();
    for await (const line of readLines(surroundings.stdin)) {
      const text = joiner.push(line);
      if (text !== undefined && (await handle(text))) return code;
      prompt();
    }
    const rest = joiner.flush();
    if (rest !== undefined) await handle(rest);
    return code;
  } finally {
    stopListening();
  }
}

function createPlainScreen(chat: () => Chat): ChatScreen {
  const out = () => {
    const { context, options } = chat();
    // With --json only updates go to standard output.
    return options.json ? context.surroundings.stderr : context.surroundings.stdout;
  };
  return {
    print: (text) => void out().write(text),
    note: (text) => void chat().context.surroundings.stderr.write(`${cleanText(text)}\n`),
    editText: undefined,
    confirm: undefined,
    remember: undefined,
    async watch(run, { asksPlan }) {
      const { context, options, thorp, state } = chat();
      const { surroundings } = context;
      const story = createStory();
      const interrupt = listenForInterrupt(surroundings);
      state.running = { run, story, stop: interrupt.trigger };
      try {
        const view = chooseView(context, options);
        const prompts = createPrompts(surroundings);
        await watchRun(thorp, run, { context, options, interrupt, asksPlan, story, view, prompts });
      } finally {
        interrupt.stop();
        state.running = undefined;
      }
      if (!options.json) surroundings.stderr.write(await closingWords(thorp, run, { story, context, isChat: true }));
      return story;
    },
  };
}
