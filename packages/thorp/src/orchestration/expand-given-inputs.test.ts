import { expect, it } from "vitest";
import { expandTask } from "./expand-task.ts";
import { runTask } from "./run-task.ts";
import { agentOf, doneEnd, environmentOf, eventsOf, type Script, taskOf, teamOf, valueOf } from "./test-world.ts";

const lead = agentOf("lead", { kind: "orchestrator", delegates: ["documents"] });
const manager = agentOf("documents", { kind: "manager", delegates: ["content"] });
const content = agentOf("content");
const given = [doneEnd(taskOf("t1"), "the rows"), doneEnd(taskOf("t2"), "the chart")];

it("keeps what a manager was given apart from its own plan, which counts from t1 too", async () => {
  const asked: NonNullable<Script["asked"]> = [];
  const tasks = [
    { id: "t1", goal: "write the text", agent: "content" },
    { id: "t2", goal: "put it together", agent: "content", needs: ["t1", "t2"] },
  ];
  const think: Script["think"] = ({ brief }) =>
    brief.purpose === "understand" ? { calls: [{ tool: "plan", input: { tasks } }] } : `did ${brief.task?.goal}`;
  const environment = environmentOf(teamOf([lead, manager, content]), { think, asked });
  const task = taskOf("t3", { agent: "documents", needs: ["t1", "t2"] });
  const { value, events } = await valueOf(
    (context) =>
      context.wait(
        context.child("t3", (child) =>
          expandTask(child, environment, {
            task,
            inputs: given,
            labels: [],
            above: [],
            planner: lead,
            peers: [manager],
            depth: 0,
            tasksBelow: 20,
            manager,
            runTask,
          }),
        ),
      ),
    { runtime: "strict" },
  );
  expect(value).toMatchObject({ state: "done", result: { text: "did put it together" } });
  expect(asked.map(({ brief }) => brief.inputs.map(({ id, text }) => `${id} ${text}`))).toEqual([
    ["t1 the rows", "t2 the chart"],
    ["t1 the rows", "t2 the chart"],
    ["t1-2 did write the text", "t1 the rows", "t2 the chart"],
  ]);
  expect(eventsOf(events, "plan-propose")).toMatchObject([
    {
      plan: {
        tasks: [
          { id: "t1-2", needs: [] },
          { id: "t2-2", needs: ["t1-2"] },
        ],
      },
    },
  ]);
});
