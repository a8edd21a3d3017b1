import { expect, it } from "vitest";
import { emptyStory, type Story } from "../story/story.ts";
import { waterfallOf } from "./waterfall-rows.ts";

const task = { goal: "g", agent: "a", needs: [], state: "done" } as const;
const use = { attempt: 1, agent: "a", kind: "tool", tool: "calc", input: {}, state: "done" } as const;

it("puts calls below their task, and lets what runs reach to the end", () => {
  const story: Story = {
    ...emptyStory,
    startedAt: 100,
    tasks: [
      { ...task, path: "a", startedAt: 110, endedAt: 150 },
      { ...task, path: "a/x", startedAt: 120 },
      { ...task, path: "b" },
    ],
    uses: [
      { ...use, path: "a/x", step: "s1", startedAt: 130, endedAt: 160 },
      { ...use, path: "", step: "s0", startedAt: 100, endedAt: 105 },
      { ...use, path: "", step: "last", startedAt: 155, endedAt: 160 },
    ],
  };
  const { rows, span } = waterfallOf(story);
  expect(span).toBe(60);
  expect(rows.map(({ key, depth, from, to }) => [key, depth, from, to])).toEqual([
    ["#s0", 0, 0, 5],
    ["a", 0, 10, 50],
    ["a/x", 1, 20, 60],
    ["a/x#s1", 2, 30, 60],
    ["#last", 0, 55, 60],
  ]);
});

it("has nothing to show before the start", () => {
  expect(waterfallOf(emptyStory)).toEqual({ rows: [], span: 1 });
});
