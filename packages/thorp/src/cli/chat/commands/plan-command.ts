/** `/plan`: whether plans are shown before they run, the plan as it stands, and changing it while it runs. */
import { ThorpError } from "../../../base/errors.ts";
import { nearest } from "../../../base/nearest.ts";
import { planLines } from "../../run-view/plan-lines.ts";
import type { RunStory } from "../../run-view/run-story.ts";
import { createStory } from "../../run-view/run-story.ts";
import { tellStory } from "../../run-view/tell-story.ts";
import type { Chat } from "../chat.ts";
import { editPlan } from "../plan/edit-plan.ts";
import type { ChatCommand } from "./command.ts";

const choices = ["on", "off", "show", "edit"] as const;

/** `on` and `off` count from the next request. Throws `usage` for `edit` without a terminal or without a plan. */
export const planCommand: ChatCommand = {
  name: "plan",
  argument: "on|off|show|edit",
  description: "on: see plans before they run; show; edit: change the plan that runs, in $EDITOR",
  isImmediate: true,
  candidates: async () => choices,
  async run(chat, argument) {
    switch (argument) {
      case "on":
      case "off":
        chat.state.asksPlan = argument === "on";
        chat.screen.note(
          chat.state.asksPlan
            ? "Plans are shown before they run, from the next request on."
            : "Plans run at once, from the next request on.",
        );
        return undefined;
      case "":
      case "show":
        chat.screen.print(await shownPlan(chat));
        return undefined;
      case "edit":
        await editRunningPlan(chat);
        return undefined;
      default: {
        const close = nearest(argument, choices);
        throw new ThorpError("usage", `/plan ${argument}: it is one of ${choices.join(", ")}.`, {
          hint: close === undefined ? "/plan show shows the plan." : `Did you mean /plan ${close}?`,
        });
      }
    }
  },
};

async function shownPlan(chat: Chat): Promise<string> {
  const { terminal, surroundings } = chat.context;
  const story = await storyOf(chat);
  const width = surroundings.stdout.isTTY ? terminal.width() : Number.MAX_SAFE_INTEGER;
  const lines = story === undefined ? [] : planLines(story, { paint: terminal.paint, width, now: surroundings.now() });
  const asked = chat.state.asksPlan
    ? "Plans are shown before they run."
    : "Plans run at once; /plan on shows them first.";
  if (lines.length > 0) return lines.map((line) => `${line}\n`).join("");
  return `${story === undefined ? "There is no run yet." : "This run has no plan: it was answered at once."} ${asked}\n`;
}

/** Of the run that works, else of the last one. */
async function storyOf({ state, thorp }: Chat): Promise<RunStory | undefined> {
  if (state.running !== undefined) return state.running.story;
  if (state.lastRun === undefined) return undefined;
  const story = createStory();
  for (const event of await thorp.events(state.lastRun)) tellStory(story, { kind: "event", event });
  return story;
}

async function editRunningPlan(chat: Chat): Promise<void> {
  const { state, screen, thorp, context } = chat;
  const { running } = state;
  if (screen.editText === undefined)
    throw new ThorpError("usage", "/plan edit needs a terminal.", { hint: "Start `thorp chat` in one." });
  const plan = running?.story.plan;
  if (running === undefined || plan === undefined)
    throw new ThorpError("usage", "There is no plan under way.", {
      hint: "/plan on shows the next plan before it runs; then it can be edited too.",
    });
  const edited = await editPlan(plan, {
    rules: { agents: await agentsOf(chat), begun: begunIn(running.story) },
    editText: screen.editText,
    tryAgain: async (mistakes) => tryAgain(chat, mistakes),
  });
  if (edited === undefined) return screen.note("The plan stays as it was.");
  // An edit is known by its name, also after the run was taken up by another process.
  await thorp.signal(running.run, { type: "plan-edit", edit: `edit ${context.surroundings.now()}`, plan: edited });
  screen.note("The plan is changed; what has begun stays as it was.");
}

/** Shows the mistakes, then asks; false where nobody can answer. */
export async function tryAgain({ screen }: Pick<Chat, "screen">, mistakes: readonly string[]): Promise<boolean> {
  for (const mistake of mistakes) screen.note(`Mistake: ${mistake}`);
  return (await screen.confirm?.("Edit the plan again? (No leaves it as it was.)")) ?? false;
}

/** Names in the team of the run that works, else in the team of now; for an unlisted team those that its plan names. */
export async function agentsOf({ thorp, state }: Pick<Chat, "thorp" | "state">): Promise<readonly string[]> {
  const team = state.running?.story.team ?? state.team;
  const known = (await thorp.listTeams()).find(({ name }) => name === team);
  return (
    known?.agents.map(({ name }) => name) ?? [...new Set(state.running?.story.plan?.tasks.map(({ agent }) => agent))]
  );
}

/** Ids of tasks of the run's own plan that are not waiting any more. */
export function begunIn({ tasks }: RunStory): ReadonlySet<string> {
  return new Set(
    [...tasks.values()].flatMap(({ path, state }) => (state === "waiting" || path.includes("/") ? [] : [path])),
  );
}
