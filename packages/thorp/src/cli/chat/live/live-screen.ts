/** A chat on a terminal: runs drawn live, what is typed meanwhile kept, questions and the editor in their turn. */

import { cleanText, oneLine } from "../../../base/clean-text.ts";
import { chooseView, closingWords, watchRun } from "../../ask/follow-run.ts";
import { createPrompts, type Prompts } from "../../ask/prompts.ts";
import type { CommandContext } from "../../command-context.ts";
import { listenForInterrupt } from "../../interrupt.ts";
import { createStory, type RunStory } from "../../run-view/run-story.ts";
import type { Chat, ChatScreen } from "../chat.ts";
import { agentsOf, begunIn, tryAgain } from "../commands/plan-command.ts";
import type { History } from "../input/history-file.ts";
import { type Keyboard, unfolded } from "../input/keyboard.ts";
import { createTypeAhead } from "../input/type-ahead.ts";
import { editPlan } from "../plan/edit-plan.ts";
import { editInEditor } from "../plan/edit-text.ts";
import type { Foreground } from "./foreground.ts";
import type { TypedMeanwhile } from "./typed-meanwhile.ts";

/** `chat` is asked late, since the screen is a part of it; `typed` gets what the person writes while a run works. */
export interface LiveScreenOptions {
  readonly context: CommandContext;
  readonly keyboard: Keyboard;
  readonly foreground: Foreground;
  readonly history: History;
  readonly chat: () => Chat;
  readonly typed: TypedMeanwhile;
  /** Ctrl-D while a run works: the person wants to leave. */
  readonly onEnd: () => void;
}

/** Answers go to standard output, all else to standard error. A question left with Ctrl-C counts as no. */
export function createLiveScreen(options: LiveScreenOptions): ChatScreen {
  const { context, keyboard, foreground, history, chat } = options;
  const { stdout, stderr, env } = context.surroundings;
  const editText = async (text: string, fileName: string): Promise<string> => {
    keyboard.release();
    try {
      return await editInEditor({ text, fileName, env });
    } finally {
      keyboard.take();
    }
  };
  const prompts = livePrompts(options, editText);
  return {
    print: (text) => void stdout.write(text),
    note: (text) => void stderr.write(`${context.terminal.notes.dim(cleanText(text))}\n`),
    watch: (run, { asksPlan }) => watch(run, { ...options, prompts, asksPlan }),
    editText,
    confirm: async (question) => (await prompts.confirm(question)) ?? false,
    remember: (text) => void history.add(text),
  };

  async function watch(run: string, how: LiveScreenOptions & { prompts: Prompts; asksPlan: boolean }) {
    const { state, thorp, options: chatOptions } = chat();
    const story: RunStory = createStory();
    const interrupt = listenForInterrupt(context.surroundings);
    const typeAhead = createTypeAhead({
      keyboard,
      initial: how.typed.take(),
      onLine: how.typed.onLine,
      onInterrupt: () => interrupt.trigger(),
      onEnd: how.onEnd,
      onChange: () => view.refresh(story),
    });
    const below = () => (typeAhead.text === "" ? "" : `> ${typeAhead.text}`);
    const view = foreground.attach({ view: chooseView(context, chatOptions, below), story, typeAhead });
    state.running = { run, story, stop: interrupt.trigger };
    interrupt.signal.addEventListener("abort", how.typed.onStopped, { once: true });
    try {
      const { prompts: turns, asksPlan } = how;
      await watchRun(thorp, run, { context, options: chatOptions, interrupt, asksPlan, story, view, prompts: turns });
    } finally {
      await foreground.idle();
      interrupt.stop();
      state.running = undefined;
      how.typed.keep(typeAhead.drain());
    }
    stderr.write(await closingWords(thorp, run, { story, context, isChat: true }));
    return story;
  }
}

/** Each question waits until it has the screen; one that is answered elsewhere meanwhile is not asked. */
function livePrompts(
  { context, keyboard, foreground, chat }: LiveScreenOptions,
  editText: NonNullable<ChatScreen["editText"]>,
): Prompts {
  const prompts = createPrompts(
    { stdin: keyboard.stream, stderr: context.surroundings.stderr },
    {
      editPlan: async (plan) =>
        editPlan(plan, {
          rules: { agents: await agentsOf(chat()), begun: begunIn(chat().state.running?.story ?? createStory()) },
          editText,
          tryAgain: (mistakes) => tryAgain({ screen: { ...chat().screen, confirm } }, mistakes),
        }),
    },
  );
  const confirm = async (question: string): Promise<boolean> => {
    keyboard.take();
    return (await prompts.confirm(oneLine(question))) ?? false;
  };
  const inTurn = <Answer>(signal: AbortSignal, ask: () => Promise<Answer | undefined>) =>
    foreground.use(async () => {
      if (signal.aborted) return undefined;
      keyboard.take();
      return ask();
    });
  return {
    approve: (ask, signal) => inTurn(signal, () => prompts.approve(ask, signal)),
    async answer(ask, signal) {
      const text = await inTurn(signal, () => prompts.answer(ask, signal));
      return text === undefined ? undefined : unfolded(text);
    },
    choosePlan: (plan, signal) => inTurn(signal, () => prompts.choosePlan(plan, signal)),
    // Asked by commands, which have the screen already.
    confirm,
  };
}
