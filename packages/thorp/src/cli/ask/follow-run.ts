/** A run on the screen until it ends: shown, asked about, cancelled by Ctrl-C. Shared by `ask` and `runs resume`. */

import { shortId } from "../../base/words.ts";
import type { Thorp } from "../../engine/thorp.ts";
import type { CommandContext, CommonOptions } from "../command-context.ts";
import { exitCodeOf } from "../exit-code.ts";
import type { Interrupt } from "../interrupt.ts";
import { failureHint, failureText } from "../report-error.ts";
import { createJsonView } from "../run-view/json-view.ts";
import { createLiveView } from "../run-view/live-view.ts";
import { createPlainView } from "../run-view/plain-view.ts";
import { createStory, type RunStory } from "../run-view/run-story.ts";
import type { RunView } from "../run-view/run-view.ts";
import { tellStory } from "../run-view/tell-story.ts";
import { createPerson } from "./answer-person.ts";
import { createPrompts, type Prompts } from "./prompts.ts";
import { runFooter } from "./run-footer.ts";

/** How the run is shown and what stops it. */
export interface FollowRunOptions {
  readonly context: CommandContext;
  readonly options: CommonOptions;
  readonly interrupt: Interrupt;
  /** The person wants to accept the plan. */
  readonly asksPlan: boolean;
}

/** Resolves to the exit code. Rejects when the run could not go on in this process. */
export async function followRun(thorp: Thorp, run: string, how: FollowRunOptions): Promise<number> {
  const { context, options } = how;
  const { stderr } = context.surroundings;
  const story = createStory();
  await watchRun(thorp, run, {
    ...how,
    story,
    view: chooseView(context, options),
    prompts: createPrompts(context.surroundings),
  });
  if (!options.json && !options.quiet) stderr.write(await closingWords(thorp, run, { story, context }));
  else if (!options.json && story.end?.failure !== undefined) stderr.write(`${failureText(story.end.failure)}\n`);
  return exitCodeOf(story.end?.state ?? "failed", story.end?.failure);
}

/** With the places that the run is told to; the caller makes them, and reads the story when the run has ended. */
export interface WatchOptions extends FollowRunOptions {
  /** Empty; what the run tells is folded into it. */
  readonly story: RunStory;
  readonly view: RunView;
  readonly prompts: Prompts;
}

/** Shows a run to its end, asks the person what it asks, and cancels it at the first Ctrl-C. */
export async function watchRun(thorp: Thorp, run: string, how: WatchOptions): Promise<void> {
  const { context, options, interrupt, story, view } = how;
  const person = createPerson({
    prompts: how.prompts,
    view,
    send: (signal) => thorp.signal(run, signal),
    onLeave: () => interrupt.trigger(),
    asksPlan: how.asksPlan,
  });
  const cancel = (): void => {
    view.say("Cancelling; Ctrl-C again leaves at once.");
    // It may have ended in this very moment.
    thorp.cancel(run, String(interrupt.signal.reason)).catch(() => {});
  };
  if (interrupt.signal.aborted) cancel();
  else interrupt.signal.addEventListener("abort", cancel, { once: true });
  interrupt.onTerminate((code) => leave(thorp, run, { context, code }));
  try {
    for await (const update of thorp.follow(run)) {
      tellStory(story, update);
      view.update(story, update);
      if (isAnswerable(context, options)) person.update(story);
    }
  } finally {
    interrupt.signal.removeEventListener("abort", cancel);
    await person.end();
    view.end(story);
  }
}

/** Somebody sits there and reads along. */
export function isAnswerable({ terminal }: CommandContext, options: CommonOptions): boolean {
  return terminal.isInteractive && !options.json;
}

/** `below`: see the live view. */
export function chooseView(
  { surroundings, terminal }: CommandContext,
  options: CommonOptions,
  below?: () => string,
): RunView {
  if (options.json) return createJsonView(surroundings);
  const isVerbose = options.verbose ?? false;
  if (!terminal.isLive || options.quiet)
    return createPlainView({ surroundings, isQuiet: options.quiet ?? false, isVerbose });
  const after = (ms: number, call: () => void) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  };
  return createLiveView({ surroundings, terminal, isVerbose, after, ...(below === undefined ? {} : { below }) });
}

/** `story` must have come to its end. In a chat the words leave out how to go on. */
export interface Closing {
  readonly story: RunStory;
  readonly context: CommandContext;
  readonly isChat?: boolean;
}

/** What stands below the answer: what went wrong and what mends it, files, sources, what it took. */
export async function closingWords(
  thorp: Thorp,
  run: string,
  { story, context, isChat = false }: Closing,
): Promise<string> {
  const { terminal, surroundings } = context;
  const { end } = story;
  const look = { paint: terminal.notes, cwd: surroundings.cwd, isChat };
  const footer = runFooter(story, await thorp.showRun(run), look);
  if (end?.failure === undefined || end.state === "done") return `\n${footer}`;
  const words = { failed: "The run failed", partial: "Not all was done", cancelled: "The run was cancelled" }[
    end.state
  ];
  const named = { ...end.failure, hint: failureHint(end.failure, run) };
  // What the rules abstain from they say as their answer already.
  const isSaid = end.failure.message.trim() === story.final?.text.trim();
  const reason = isSaid ? `.\n${named.hint}` : `: ${failureText(named)}`;
  return `\n${terminal.notes.yellow(words)}${reason}\n${footer}`;
}

interface Leaving {
  readonly context: CommandContext;
  readonly code: number;
}

/** Told to end: nothing is cancelled, the run can be taken up again. */
function leave(thorp: Thorp, run: string, { context, code }: Leaving): void {
  const { surroundings } = context;
  surroundings.stderr.write(`Leaving; \`thorp runs resume ${shortId(run)}\` goes on with the run.\n`);
  thorp.close().then(
    () => surroundings.exit(code),
    () => surroundings.exit(code),
  );
}
