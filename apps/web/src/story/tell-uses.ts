/** Calls of models and tools in a story; an attempt that follows another replaces it. */
import type { EventOf, Story, Use } from "./story.ts";
import { withTask } from "./tell-tasks.ts";

export function tellUse(
  story: Story,
  event: EventOf<"step-start" | "step-fail" | "step-end" | "server-choose">,
): Story {
  switch (event.type) {
    case "step-start":
      return withStart(story, event);
    case "server-choose":
      return withUse(story, event, (use) => (use.kind === "model" ? { ...use, server: event.server } : use));
    case "step-fail": {
      const { failure, text } = event;
      const told = withUse(story, event, (use) => ({ ...ended(use, event.at, "failed"), failure, ...textOf(text) }));
      // What was written before it stopped is kept, also for who comes back later.
      const isLost = event.path === "" && text !== undefined && !story.answer.isFinal;
      return isLost ? { ...told, answer: { text, isFinal: false, isTainted: false } } : told;
    }
    case "step-end": {
      const { ok = true, failure, text, usage, cost, cachedAt } = event;
      return withUse(story, event, (use) => ({
        ...ended(use, event.at, ok ? "done" : "failed"),
        ...textOf(text),
        ...(failure === undefined ? {} : { failure }),
        ...(use.kind === "tool" || usage === undefined ? {} : { usage }),
        ...(use.kind === "tool" || cost === undefined ? {} : { cost }),
        ...(use.kind === "model" || cachedAt === undefined ? {} : { cachedAt }),
      }));
    }
  }
}

function withStart(story: Story, { call, path, step, attempt, at }: EventOf<"step-start">): Story {
  if (call.kind === "other") return story;
  const begun: Use = { ...call, path, step, attempt, startedAt: at, state: "running" };
  const uses = [...story.uses.filter((use) => use.path !== path || use.step !== step), begun];
  if (call.kind === "tool") return withTask({ ...story, uses }, path, { note: call.tool });
  const live = attempt > 1 ? { ...story.live, [`${path}#${step}`]: { attempt, text: "" } } : story.live;
  return { ...story, uses, live, thought: path === "" ? "" : story.thought };
}

type StepOf = Pick<EventOf<"step-end">, "path" | "step" | "attempt">;

function withUse(story: Story, { path, step, attempt }: StepOf, change: (use: Use) => Use): Story {
  const isThis = (use: Use): boolean => use.path === path && use.step === step && use.attempt === attempt;
  return { ...story, uses: story.uses.map((use) => (isThis(use) ? change(use) : use)) };
}

function ended(use: Use, at: number, state: Use["state"]): Use {
  return { ...use, endedAt: at, state };
}

function textOf(text: string | undefined): { readonly text?: string } {
  return text === undefined ? {} : { text };
}
