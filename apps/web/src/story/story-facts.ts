/** What is read off a story: figures for a message, and what belongs to one task. */
import type { ModelUse, Story, ToolUse, Use } from "./story.ts";

export interface StoryFigures {
  readonly cost: number;
  /** Milliseconds from the request to the end. */
  readonly took?: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
  readonly calls: number;
}

export function figuresOf(story: Story): StoryFigures {
  const usages = modelUses(story).flatMap(({ usage }) => (usage === undefined ? [] : [usage]));
  const sum = (count: (usage: (typeof usages)[number]) => number): number =>
    usages.reduce((total, usage) => total + count(usage), 0);
  return {
    cost: story.cost,
    ...(story.startedAt === undefined || story.endedAt === undefined ? {} : { took: story.endedAt - story.startedAt }),
    inputTokens: sum((usage) => usage.inputTokens),
    outputTokens: sum((usage) => usage.outputTokens),
    cachedTokens: sum((usage) => usage.cachedTokens ?? 0),
    calls: story.uses.length,
  };
}

export function modelUses(story: Story): readonly ModelUse[] {
  return story.uses.filter((use) => use.kind === "model");
}

export function toolUses(story: Story): readonly ToolUse[] {
  return story.uses.filter((use) => use.kind === "tool");
}

/** The call that wrote the answer: the last one at the top, else the last of all. */
export function answeringUse(story: Story): ModelUse | undefined {
  const uses = modelUses(story);
  return uses.findLast((use) => use.path === "") ?? uses.at(-1);
}

/** Calls of one task, without those of tasks below it. */
export function usesOf(story: Story, path: string): readonly Use[] {
  return story.uses.filter((use) => use.path === path);
}

export interface TaskFigures {
  readonly model?: string;
  readonly cost: number;
}

export function taskFigures(uses: readonly Use[]): TaskFigures {
  const models = uses.filter((use) => use.kind === "model");
  const model = models.at(-1)?.model;
  return { cost: models.reduce((sum, use) => sum + (use.cost ?? 0), 0), ...(model === undefined ? {} : { model }) };
}

/** Tasks that are over, of all. */
export function progressOf({ tasks }: Story): { readonly over: number; readonly all: number } {
  const over = tasks.filter(({ endedAt, state }) => endedAt !== undefined || state === "skipped").length;
  return { over, all: tasks.length };
}
