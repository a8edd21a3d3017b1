/** `thorp ask`: one question, followed to its answer. */
import { definedOf } from "../../base/defined-of.ts";
import { ThorpError } from "../../base/errors.ts";
import type { Config } from "../../config/load-config.ts";
import type { AskRequest, Thorp } from "../../engine/thorp.ts";
import { type CommandContext, type CommonOptions, readConfig, withThorp } from "../command-context.ts";
import { findConversation } from "../conversation-id.ts";
import { type Interrupt, listenForInterrupt } from "../interrupt.ts";
import { openWhenFree } from "../open-when-free.ts";
import { followRun, isAnswerable } from "./follow-run.ts";
import { type Question, readQuestion } from "./read-question.ts";
import { unfinishedWords } from "./run-footer.ts";

/** The options of `thorp ask` as they were typed; nothing is checked yet. */
export interface AskOptions extends CommonOptions {
  readonly team?: string;
  readonly workspace?: string;
  readonly out?: string;
  readonly model?: string;
  readonly budget?: string;
  readonly deadline?: string;
  readonly priority?: string;
  readonly yes?: boolean;
  readonly plan?: boolean;
  /** A conversation, the beginning or ending of its id, or `last`. */
  readonly continue?: string;
  /** False with --no-wait. */
  readonly wait: boolean;
}

/** Throws `usage` before anything is opened when the options contradict one another. */
export async function runAsk(context: CommandContext, words: readonly string[], options: AskOptions): Promise<void> {
  if (options.plan && !isAnswerable(context, options)) {
    throw new ThorpError("usage", "--plan needs a terminal to show the plan in and to answer.", {
      hint: "Leave out --plan, or start it in a terminal without --json.",
    });
  }
  const interrupt = listenForInterrupt(context.surroundings);
  // Until there is a run, there is nothing to end in order.
  const leaveAtOnce = () => context.surroundings.exit(130);
  interrupt.signal.addEventListener("abort", leaveAtOnce);
  try {
    const priority = priorityFrom(options.priority);
    const config = await readConfig(context, options, [
      ["team", options.team, "--team"],
      ["workspace", options.workspace, "--workspace"],
      ["out", options.out, "--out"],
      ["model", options.model, "--model"],
      ["budgets.run", options.budget, "--budget"],
      ["deadline", options.deadline, "--deadline"],
    ]);
    const question = await readQuestion(words, context.surroundings);
    const thorp = await openWhenFree(context, config, {
      describe: "`thorp ask`",
      wait: options.wait,
      quiet: options.quiet,
    });
    interrupt.signal.removeEventListener("abort", leaveAtOnce);
    await withThorp(thorp, async () => {
      context.finish(await askAndFollow(thorp, { context, options, config, question, priority, interrupt }));
    });
  } finally {
    interrupt.stop();
  }
}

interface Asking {
  readonly context: CommandContext;
  readonly options: AskOptions;
  readonly config: Config;
  readonly question: Question;
  readonly priority: number | undefined;
  readonly interrupt: Interrupt;
}

async function askAndFollow(thorp: Thorp, asking: Asking): Promise<number> {
  const { context, options, interrupt } = asking;
  const named = options.continue === "last" ? await conversationInFront(asking.question, thorp) : undefined;
  const wanted = named?.conversation ?? options.continue;
  const conversation = wanted === undefined ? undefined : await findConversation(wanted, thorp);
  const request = requestFrom({ ...asking, ...named }, conversation);
  const { run } = await thorp.ask(request);
  if (!options.quiet && !options.json) {
    const left = (await thorp.listRuns({ unfinished: true })).filter(({ id }) => id !== run);
    context.surroundings.stderr.write(unfinishedWords(left));
  }
  return followRun(thorp, run, { context, options, interrupt, asksPlan: options.plan ?? false });
}

/**
 * `ask -c k3x9a1 and now?`: the letters of an id that lists show may follow `-c` too. They are taken for one only when
 * there is such a conversation, so that words are never lost.
 */
async function conversationInFront(
  question: Question,
  thorp: Thorp,
): Promise<{ readonly conversation: string; readonly question: Question } | undefined> {
  const [, letters, text] = /^([0-9a-z]{6,20})\s+(\S[^]*)$/.exec(question.text) ?? [];
  if (letters === undefined || text === undefined) return undefined;
  const conversation = await findConversation(letters, thorp).catch((error: unknown) => {
    if (error instanceof ThorpError && error.code === "conversation-unknown") return undefined;
    throw error;
  });
  return conversation === undefined ? undefined : { conversation, question: { ...question, text } };
}

function requestFrom(
  { context, options, config, question, priority }: Asking,
  conversation: string | undefined,
): AskRequest {
  const { team, workspace, out, model, deadlineMs, budgets } = config.settings;
  const given = {
    team,
    out,
    model,
    deadlineMs,
    priority,
    conversation,
    budget: budgets.run,
  };
  return {
    ...question,
    workspace: workspace ?? context.surroundings.cwd,
    yes: options.yes ?? false,
    interactive: isAnswerable(context, options),
    approvePlan: options.plan ?? false,
    ...definedOf(given),
  };
}

function priorityFrom(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const priority = Number(text);
  if (Number.isInteger(priority) && Math.abs(priority) <= 100) return priority;
  throw new ThorpError("usage", `--priority is "${text}"; it must be a whole number from -100 to 100.`);
}
