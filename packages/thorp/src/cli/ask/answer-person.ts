/** Puts what a run asks before the person, one after the other, and sends the answers back. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { SignalEvent } from "../../events/event.ts";
import type { Plan } from "../../wire/plan.ts";
import type { Ask, RunStory } from "../run-view/run-story.ts";
import type { RunView } from "../run-view/run-view.ts";
import type { Prompts } from "./prompts.ts";

/** How the person is asked and where the answers go. */
export interface PersonOptions {
  readonly prompts: Prompts;
  readonly view: RunView;
  readonly send: (signal: SignalEvent) => Promise<void>;
  /** The person pressed Ctrl-C at a prompt. */
  readonly onLeave: () => void;
  /** The plan is shown for approval before it runs. */
  readonly asksPlan: boolean;
}

/** Whoever sits at the terminal. One question is open at a time. */
export interface Person {
  /** After each update of the story. */
  update(story: RunStory): void;
  /** Takes an open prompt away and resolves when it is gone. */
  end(): Promise<void>;
}

/** A question that is answered elsewhere meanwhile is taken away. */
export function createPerson({ prompts, view, send, onLeave, asksPlan }: PersonOptions): Person {
  const seen = new Set<string>();
  let seenPlan: Plan | undefined;
  let edits = 0;
  let hasEnded = false;
  let turn = Promise.resolve();
  let current: { readonly isOpen: () => boolean; readonly controller: AbortController } | undefined;

  const enqueue = (
    story: RunStory,
    isOpen: () => boolean,
    ask: (signal: AbortSignal) => Promise<SignalEvent | undefined>,
  ): void => {
    turn = turn.then(async () => {
      // A run that is taken up again tells its whole past at once; by the next turn its answers are known too.
      await nextTurn();
      if (hasEnded || !isOpen()) return;
      const controller = new AbortController();
      current = { isOpen, controller };
      view.pause();
      const answer = await ask(controller.signal);
      current = undefined;
      view.resume(story);
      if (answer !== undefined) await send(answer);
      else if (!controller.signal.aborted) onLeave();
    });
    // What `send` rejects with is told by the run itself, which has ended then.
    turn = turn.catch(() => {});
  };

  return {
    update(story) {
      if (current !== undefined && !current.isOpen()) current.controller.abort();
      for (const [id, ask] of story.open) {
        if (seen.has(id)) continue;
        seen.add(id);
        enqueue(
          story,
          () => story.open.has(id),
          (signal) => askPerson(prompts, ask, signal),
        );
      }
      const { plan } = story;
      if (!asksPlan || plan === undefined || plan === seenPlan || story.isPlanAccepted) return;
      seenPlan = plan;
      const isOpen = () => story.plan === plan && !story.isPlanAccepted && story.end === undefined;
      enqueue(story, isOpen, async (signal) => {
        const choice = await prompts.choosePlan(plan, signal);
        if (choice === undefined) return undefined;
        if (choice.kind === "change") return { type: "plan-edit", edit: `e${++edits}`, plan: choice.plan };
        return { type: "plan-approve", allow: choice.kind === "run" };
      });
    },
    async end() {
      hasEnded = true;
      current?.controller.abort();
      await turn;
    },
  };
}

async function askPerson(prompts: Prompts, ask: Ask, signal: AbortSignal): Promise<SignalEvent | undefined> {
  if (ask.type === "approval-ask") {
    const choice = await prompts.approve(ask, signal);
    return choice && { type: "approval-answer", approval: ask.approval, ...choice, by: "person" };
  }
  const text = await prompts.answer(ask, signal);
  return text === undefined ? undefined : { type: "question-answer", question: ask.question, text };
}
