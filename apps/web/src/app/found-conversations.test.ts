import { expect, it } from "vitest";
import { foundConversations } from "./found-conversations.ts";

it("shows each conversation once, with the words around what was found, and leaves out what is shown", () => {
  const long = `${"a ".repeat(40)}north wins${" b".repeat(60)}`;
  const message = (conversation: string, text: string, from: number) =>
    ({ message: { conversation, text }, title: `Title ${conversation}`, places: [[from, from + 5]] }) as const;
  const found = [message("con_1", long, 80), message("con_1", "north", 0), message("con_2", "go\nnorth", 3)];
  const [first, second] = foundConversations([...found, message("con_3", "north", 0)], new Set(["con_3"]));
  expect(first).toMatchObject({ id: "con_1", title: "Title con_1" });
  expect(first?.excerpt).toMatch(/^…a .* a north wins b .*…$/);
  expect(second).toEqual({ id: "con_2", title: "Title con_2", excerpt: "go north" });
});
