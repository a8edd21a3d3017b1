import { expect, it } from "vitest";
import type { ModelUse } from "../story/story.ts";
import { toldRoutes } from "./told-routes.ts";

const use = (purpose: string, ...reasons: readonly string[]): ModelUse => ({
  kind: "model",
  path: "",
  step: "s",
  attempt: 1,
  agent: "a",
  startedAt: 0,
  state: "done",
  purpose,
  model: "m",
  tier: "local",
  reasons,
  propensity: 1,
});

it("says each reason once, and calls in a row that were chosen alike as one", () => {
  const told = toldRoutes([use("plan", "easy", "down"), use("work", "easy"), use("work", "down"), use("work", "hard")]);
  expect(told.map(({ use: { purpose, reasons }, count }) => [purpose, reasons, count])).toEqual([
    ["plan", ["easy", "down"], 1],
    ["work", [], 2],
    ["work", ["hard"], 1],
  ]);
});
