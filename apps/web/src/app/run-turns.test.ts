import { expect, it } from "vitest";
import { statesOf, turnsSince } from "./run-turns.ts";

const run = (id: string, state: "running" | "waiting" | "done" | "failed") => ({ id, state });

it("finds what ended or waits since the look before, and no old news", () => {
  const first = [run("a", "running"), run("b", "waiting"), run("c", "done"), run("d", "running")];
  expect(turnsSince(undefined, first)).toEqual([]);
  const next = [run("a", "failed"), run("b", "running"), run("c", "done"), run("d", "waiting"), run("e", "done")];
  expect(turnsSince(statesOf(first), next).map(({ id }) => id)).toEqual(["a", "d"]);
});
