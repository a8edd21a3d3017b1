/** A run on the screen until it ends: shown, asked about, cancelled by Ctrl-C. Shared by `ask` and `runs resume`. */
import { errorTable } from "../../base/errors.ts";
import type { Thorp } from "../../engine/thorp.ts";
import type { CommandContext, CommonOptions } from "../command-context.ts";
import { exitCodeOf } from "../exit-code.ts";
import type { Interrupt } from "../interrupt.ts";
import { failureText } from "../report-error.ts";
import { createJsonView } from "../run-view/json-view.ts";
import { createLiveView } from "../run-view/live-view.ts";
import { createPlainView } from "../run-view/plain-view.ts";
import { createStory, type RunStory } from "../run-view/run-story.ts";
import type { RunView } from "../run-view/run-view.ts";
import { tellStory } from "../run-view/tell-story.ts";
import { shortId } from "../terminal/words.ts";
import { createPerson } from "./answer-person.ts";
import { createPrompts } from "./prompts.ts";
import { runFooter } from "./run-footer.ts";

export interface FollowRunOptions {
  readonly context: CommandContext;
  readonly options: CommonOptions;
  readonly interrupt: Interrupt;
  /** The person wants to accept the plan. */
  readonly asksPlan: boolean;
}

/** Resolves to the exit code. Rejects when the run could not go on in this process. */
export async function followRun(thorp: Thorp, run: string, how: FollowRunOptions): Promise<number> {
  const { context, options, interrupt } = how;
  const { stderr } = context.surroundings;
  const story = createStory();
  const view = chooseView(context, options);
  const person = createPerson({
    prompts: createPrompts(context.surroundings),
    view,
    send: (signal) => thorp.signal(run, signal),
    onLeave: () => interrupt.trigger(),
    asksPlan: how.asksPlan,
  });
  const cancel = (): void => {
    view.say("Cancelling; Ctrl-C again leaves at once.");
    // It may have ended in this very moment.
    thorp.cancel(run, "Ctrl-C").catch(() => {});
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
  if (!options.json && !options.quiet) stderr.write(await closing(thorp, run, { story, context }));
  else if (!options.json && story.end?.failure !== undefined) stderr.write(`${failureText(story.end.failure)}\n`);
  return exitCodeOf(story.end?.state ?? "failed", story.end?.failure);
}

/** Somebody sits there and reads along. */
export function isAnswerable({ terminal }: CommandContext, options: CommonOptions): boolean {
  return terminal.isInteractive && !options.json;
}

function chooseView({ surroundings, terminal }: CommandContext, options: CommonOptions): RunView {
  if (options.json) return createJsonView(surroundings);
  const isVerbose = options.verbose ?? false;
  if (!terminal.isLive || options.quiet)
    return createPlainView({ surroundings, isQuiet: options.quiet ?? false, isVerbose });
  const after = (ms: number, call: () => void) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  };
  return createLiveView({ surroundings, terminal, isVerbose, after });
}

interface Closing {
  readonly story: RunStory;
  readonly context: CommandContext;
}

async function closing(thorp: Thorp, run: string, { story, context }: Closing): Promise<string> {
  const { terminal, surroundings } = context;
  const { end } = story;
  const footer = runFooter(story, await thorp.showRun(run), { paint: terminal.notes, cwd: surroundings.cwd });
  if (end?.failure === undefined || end.state === "done") return `\n${footer}`;
  const hint = end.failure.hint ?? errorTable[end.failure.code].hint;
  const named = { ...end.failure, hint: hint.replaceAll(/\bID\b/g, shortId(run)) };
  const words = { failed: "The run failed", partial: "Not all was done", cancelled: "The run was cancelled" }[
    end.state
  ];
  return `\n${terminal.notes.yellow(words)}: ${failureText(named)}\n${footer}`;
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
