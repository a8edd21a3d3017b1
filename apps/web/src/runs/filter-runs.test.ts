import type { Run } from "@thorp/client";
import { expect, it } from "vitest";
import { filterRuns, teamsOf } from "./filter-runs.ts";

const run = (id: string, rest: Partial<Run>): Run => ({ id, state: "done", team: "alma", text: "", ...rest }) as Run;
const runs = [
  run("1", { text: "Sales of March" }),
  run("2", { text: "March weather", state: "failed" }),
  run("3", { text: "Sales", team: "village" }),
];
const found = (filter: object) => filterRuns(runs, filter).map(({ id }) => id);

it("takes all words, the state and the team together", () => {
  expect(found({})).toEqual(["1", "2", "3"]);
  expect(found({ search: " march  SALES" })).toEqual(["1"]);
  expect(found({ search: "march", state: "failed" })).toEqual(["2"]);
  expect(found({ team: "village" })).toEqual(["3"]);
  expect(found({ search: "none" })).toEqual([]);
  expect(teamsOf(runs)).toEqual(["alma", "village"]);
});
