import { describe, expect, it } from "vitest";
import { ownAssignment } from "../agents/own-assignment.ts";
import { planSchemaFor } from "../agents/plan-tool.ts";
import type { Json } from "../base/json.ts";
import { makePlan, type PlanMaking } from "./make-plan.ts";
import { agentOf, environmentOf, eventsOf, type Said, type Script, teamOf, valueOf } from "./test-world.ts";

const top = agentOf("top", { kind: "orchestrator" });
const delegates = [agentOf("research", { capabilities: ["facts"] }), agentOf("writing")];

async function make(
  input: Json,
  again: Said | string = "",
  rest: Partial<PlanMaking> & { readonly by?: "model" | "delegation" | "rules" } = {},
) {
  const { by = "model", ...making } = rest;
  const asked: NonNullable<Script["asked"]> = [];
  const environment = environmentOf(teamOf([top, ...delegates]), { think: () => again, asked });
  const assignment = {
    ...ownAssignment(environment, top),
    purpose: "understand" as const,
    delegates,
    stepPrefix: "x-",
    learned: ["known"],
  };
  const { value, events } = await valueOf(
    (context) =>
      makePlan(context, environment, {
        assignment,
        outcome: { kind: "plan", labels: [], input, by },
        goal: "the goal",
        maxTasks: 3,
        ...making,
      }),
    { runtime: "strict" },
  );
  return { value, asked, proposed: eventsOf(events, "plan-propose") };
}
const task = (id: string, more: object = {}) => ({ id, goal: `do ${id}`, agent: "research", ...more });
const planSaid = (...tasks: readonly object[]): Said => ({ calls: [{ tool: "plan", input: { tasks } as Json }] });

describe("makePlan", () => {
  it("proposes a good plan without another call", async () => {
    const { value, asked, proposed } = await make({
      tasks: [task("a"), { id: "b", goal: "tell", capability: "facts", needs: ["a"] }],
    });
    expect(value).toMatchObject({
      kind: "plan",
      by: "model",
      plan: {
        goal: "the goal",
        tasks: [{ id: "a" }, { id: "b", agent: "research", capability: "facts", needs: ["a"] }],
      },
    });
    expect(asked).toEqual([]);
    expect(proposed).toHaveLength(1);
    expect(proposed[0]?.mended).toBeUndefined();
  });

  it("sends a bad one back once, with the exact complaint", async () => {
    const { value, asked, proposed } = await make(
      { tasks: [task("a", { agent: "cook", needs: ["z"] })] },
      planSaid(task("a")),
    );
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ step: "x-replan-model-1", firstTry: false });
    expect(asked[0]?.brief.learned).toEqual([
      "known",
      `Your plan cannot run: task a names the agent cook; there are: research, writing; task a needs z, which is not in the plan. It was: ${JSON.stringify({ tasks: [task("a", { agent: "cook", needs: ["z"] })] })} Answer with the corrected plan as JSON: {"tasks":[{"id","goal","agent","needs","acceptance"}]}`,
    ]);
    expect(asked[0]?.tools).toEqual([]);
    expect(asked[0]?.schema).toEqual(planSchemaFor(delegates));
    expect(value).toMatchObject({ kind: "plan", plan: { tasks: [{ agent: "research" }] } });
    expect(proposed[0]?.mended).toBeUndefined();
  });

  it.each([
    ["bare", (plan: string) => plan],
    ["in a fence, with words around", (plan: string) => `Here it is:\n\`\`\`json\n${plan}\n\`\`\``],
  ])("reads the corrected plan from the answer: %s", async (_case, write) => {
    const plan = JSON.stringify({ tasks: [task("a"), task("b", { needs: ["a"] })] });
    const { value, proposed } = await make({ tasks: [task("a", { agent: "cook" })] }, write(plan));
    expect(value).toMatchObject({ kind: "plan", by: "model", plan: { tasks: [{ id: "a" }, { needs: ["a"] }] } });
    expect(proposed).toHaveLength(1);
  });

  it("then mends what is still wrong, and says how", async () => {
    const bad = [task("a", { needs: ["b"] }), task("b", { needs: ["a"], agent: "writting" })];
    const { value, asked, proposed } = await make({ tasks: bad }, planSaid(...bad));
    expect(asked).toHaveLength(1);
    expect(value.kind).toBe("plan");
    expect(proposed[0]?.mended).toEqual([
      "b goes to writing instead of writting",
      expect.stringContaining("no longer waits for"),
    ]);
  });

  it("gives up when nothing is left of it", async () => {
    const { value, asked, proposed } = await make(null, planSaid());
    expect(asked).toHaveLength(1);
    expect(value).toMatchObject({
      kind: "failed",
      failure: { code: "plan-invalid", message: expect.stringContaining("the plan has no tasks") },
    });
    expect(proposed).toEqual([]);
  });

  it("does not ask rules again: they would say the same", async () => {
    const { value, asked } = await make({ tasks: [task("a", { needs: ["z"] })] }, "", { by: "rules" });
    expect(asked).toEqual([]);
    expect(value).toMatchObject({ kind: "plan", by: "rules", plan: { tasks: [{ needs: [] }] } });
  });

  it.each([
    ["an answer", "I will rather answer: 42", { kind: "answer", result: { text: "I will rather answer: 42" } }],
    ["a failure", { failure: { code: "model-unavailable", message: "down" } }, { kind: "failed" }],
  ] as const)("takes %s for a plan when the model thinks again", async (_case, again, expected) => {
    expect((await make({ tasks: [] }, again)).value).toMatchObject(expected);
  });

  it("counts results that are there already as known needs", async () => {
    const { value, asked } = await make({ tasks: [task("b", { needs: ["t1"] })] }, "", { finished: new Set(["t1"]) });
    expect(asked).toEqual([]);
    expect(value).toMatchObject({ plan: { tasks: [{ needs: ["t1"] }] } });
  });

  it("keeps to the ceiling", async () => {
    const { asked } = await make({ tasks: ["a", "b", "c", "d"].map((id) => task(id)) }, planSaid(task("a")));
    expect(asked[0]?.brief.learned[1]).toContain("the plan has 4 tasks; at most 3 are allowed");
  });
});
