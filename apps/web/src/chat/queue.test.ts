import { describe, expect, it } from "vitest";
import { changeQueue, isQueue, type QueuedRequest } from "./queue.ts";

const queue: readonly QueuedRequest[] = [
  { id: "1", text: "one" },
  { id: "2", text: "two" },
];
const ids = (requests: readonly QueuedRequest[]): string => requests.map(({ id }) => id).join("");

describe("changeQueue", () => {
  it("adds at the end, takes out, and puts first", () => {
    expect(ids(changeQueue(queue, { type: "add", request: { id: "3", text: "x" } }))).toBe("123");
    expect(ids(changeQueue(queue, { type: "remove", id: "1" }))).toBe("2");
    expect(ids(changeQueue(queue, { type: "first", id: "2" }))).toBe("21");
    expect(changeQueue(queue, { type: "first", id: "none" })).toBe(queue);
  });

  it("changes a text, and drops a request that was emptied", () => {
    expect(changeQueue(queue, { type: "edit", id: "1", text: " uno " })[0]).toEqual({ id: "1", text: "uno" });
    expect(ids(changeQueue(queue, { type: "edit", id: "1", text: "  " }))).toBe("2");
  });
});

it("knows a queue when it reads one", () => {
  expect(isQueue(queue)).toBe(true);
  for (const other of [null, {}, [null], [{ id: 1, text: "x" }], "text"]) expect(isQueue(other)).toBe(false);
});
