/** One agent leads, another plans: the results of the plan below go into the answer one by one. */
import { expect, it } from "vitest";
import type { Json } from "../base/json.ts";
import type { ModelCall } from "../gateway/call-model/model-call.ts";
import { runRequest } from "./run-request.ts";
import { agentOf, environmentOf, eventsOf, runThrough, type Said, type Script, teamOf } from "./test-world.ts";

const lead = agentOf("lead", { kind: "orchestrator", delegates: ["planner", "worker"] });
const planner = agentOf("planner", { kind: "manager", delegates: ["worker"] });
const worker = agentOf("worker");

const planSaid = (...tasks: readonly Json[]): Said => ({ calls: [{ tool: "plan", input: { tasks } }] });
const chain = planSaid(
  { id: "t1", goal: "find the figures", agent: "worker" },
  { id: "t2", goal: "write the report", agent: "worker", needs: ["t1"] },
);

async function run(above: Said, work: (id: string) => Said | string) {
  const asked: ModelCall[] = [];
  const think: Script["think"] = ({ brief }) => {
    if (brief.purpose === "understand") return brief.agent.name === "lead" ? above : chain;
    if (brief.purpose === "work") return work(brief.task?.id ?? "");
    if (brief.purpose === "replan") return "no other way";
    return `${brief.agent.name}: ${brief.inputs.map(({ text }, at) => `${text} [${at + 1}]`).join(", ")}`;
  };
  const environment = environmentOf(teamOf([lead, planner, worker]), { think, asked });
  const events = await runThrough((context) => runRequest(context, environment, { smallestWindow: 4000 }), {
    runtime: "strict",
  });
  return { asked, events, said: eventsOf(events, "message-add").at(-1), end: eventsOf(events, "run-end").at(-1) };
}

it("every result reaches the answer, cited by its path, and nobody merges them before", async () => {
  const { asked, said, end } = await run(planSaid({ id: "all", goal: "the request", agent: "planner" }), (id) => id);
  expect(asked.map(({ brief }) => `${brief.agent.name} ${brief.purpose}`)).toEqual([
    "lead understand",
    "planner understand",
    "worker work",
    "worker work",
    "lead synthesis",
  ]);
  expect(said).toMatchObject({
    text: "lead: t1 [1], t2 [2]",
    citations: [
      { number: 1, path: "all/t1", title: "find the figures" },
      { number: 2, path: "all/t2" },
    ],
  });
  expect(end?.state).toBe("done");
});

it("what failed below is missing by itself, and the rest still answers", async () => {
  const { asked, said, end } = await run(planSaid({ id: "all", goal: "the request", agent: "planner" }), (id) =>
    id === "t2" ? { failure: { code: "budget-exceeded", message: "too dear" } } : id,
  );
  expect(asked.at(-1)?.brief.missing).toEqual([{ id: "all/t2", goal: "write the report", reason: "too dear" }]);
  expect(said?.text).toBe("lead: t1 [1]");
  expect(end).toMatchObject({ state: "partial", failure: { code: "budget-exceeded" } });
});

it("where it is one task of several, the manager puts its parts together", async () => {
  const { asked } = await run(
    planSaid({ id: "a", goal: "one", agent: "planner" }, { id: "b", goal: "two", agent: "worker" }),
    (id) => id,
  );
  expect(asked.at(-1)?.brief.inputs.map(({ id }) => id)).toEqual(["a", "b"]);
});
