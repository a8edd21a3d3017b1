import { expect, it } from "vitest";
import { conversationsOf } from "./conversations.ts";

it("names conversations as they are called, with how the last run of each went, and what has just begun", () => {
  const listed = [
    { id: "b", title: "My own name" },
    { id: "a", title: "First words" },
  ];
  const runs = [
    { conversation: "c", text: "just asked again", state: "running" as const },
    { conversation: "c", text: "just asked", state: "done" as const },
    { conversation: "b", text: "second", state: "failed" as const },
    { conversation: "b", text: "first", state: "done" as const },
  ];
  expect(conversationsOf(listed, runs)).toEqual([
    { id: "c", title: "just asked", state: "running" },
    { id: "b", title: "My own name", state: "failed" },
    { id: "a", title: "First words" },
  ]);
});
