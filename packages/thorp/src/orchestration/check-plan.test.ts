import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../base/json.ts";
import { LANGUAGE_MODEL, type Plan, planSchema } from "../wire/plan.ts";
import { mendPlan, type PlanRules, readPlan } from "./check-plan.ts";

const rules: PlanRules = {
  capabilitiesByAgent: new Map([
    ["research", new Set(["research", "search"])],
    ["writing", new Set(["writing", "report"])],
  ]),
  maxTasks: 20_000,
};
const read = (tasks: Json, more: object = {}) => readPlan({ tasks, ...more } as Json, "the request", rules);
const task = (id: string, needs: readonly string[] = [], more: object = {}) => ({
  id,
  goal: `do ${id}`,
  agent: "research",
  needs,
  ...more,
});

/** Place of every task when each comes after all that it needs; undefined when that is impossible. */
function orderOf(plan: Plan): ReadonlyMap<string, number> | undefined {
  const placed = new Map<string, number>();
  for (let before = -1; before !== placed.size; ) {
    before = placed.size;
    for (const { id, needs } of plan.tasks)
      if (!placed.has(id) && needs.every((need) => placed.has(need))) placed.set(id, placed.size);
  }
  return placed.size === plan.tasks.length ? placed : undefined;
}

describe("readPlan", () => {
  it("keeps the mark of a task that needs a language model", () => {
    const { plan, problems } = read([
      task("t1", [], { capability: LANGUAGE_MODEL }),
      task("t2", [], { capability: "x" }),
    ]);
    expect(problems).toEqual([]);
    expect(plan.tasks.map(({ capability }) => capability)).toEqual([LANGUAGE_MODEL, "research"]);
  });

  it("takes a good plan as it is", () => {
    const { plan, problems } = read([
      task("t1"),
      task("t2", ["t1"], {
        agent: "writing",
        capability: "report",
        priority: 2,
        deadlineMs: 500,
        optional: true,
        acceptance: "a page",
      }),
    ]);
    expect(problems).toEqual([]);
    expect(plan.tasks[1]).toEqual({
      id: "t2",
      goal: "do t2",
      agent: "writing",
      capability: "report",
      needs: ["t1"],
      priority: 2,
      deadlineMs: 500,
      optional: true,
      acceptance: "a page",
    });
    expect(plan.goal).toBe("the request");
  });

  it.each([
    ["no agent but a capability", { goal: "x", capability: "report" }, "writing"],
    ["a misspelt agent", { goal: "x", agent: "reserch" }, "research"],
    ["an unknown agent with a known capability", { goal: "x", agent: "zzzzzzzzzz", capability: "report" }, "writing"],
    ["nobody at all", { goal: "x" }, "research"],
  ])("finds an agent for %s", (_case, loose, agent) => {
    expect(read([loose]).plan.tasks[0]?.agent).toBe(agent);
  });

  it.each([
    [
      "an unknown agent",
      [{ id: "t1", goal: "x", agent: "cook" }],
      /t1 names the agent cook; there are: research, writing/,
    ],
    ["a missing goal", [{ id: "t1", agent: "research" }], /t1 has no goal/],
    ["two of one name", [task("t1"), task("t1")], /two tasks are called t1/],
    ["an unknown need", [task("t1", ["t9"])], /t1 needs t9, which is not in the plan/],
    ["a circle", [task("a", ["b"]), task("b", ["c"]), task("c", ["a"])], /a -> b -> c -> a wait for one another/],
    ["no tasks", [], /the plan has no tasks/],
    ["tasks that are no list", "all of it", /cannot be read: tasks/],
  ])("complains of %s in words", (_case, tasks, complaint) => {
    expect(read(tasks as Json).problems.join("; ")).toMatch(complaint);
  });

  it("complains of too many tasks before it looks at them", () => {
    const tasks = Array.from({ length: 10_000 }, (_, i) => task(`t${i}`));
    expect(readPlan({ tasks }, "", { ...rules, maxTasks: 40 }).problems).toEqual([
      "the plan has 10000 tasks; at most 40 are allowed",
    ]);
  });

  it("spells an id and what needs it the same way", () => {
    const { plan, problems } = read([task("Step 1: look"), task("2", ["Step 1: look"])]);
    expect(problems).toEqual([]);
    expect(plan.tasks.map(({ id, needs }) => [id, needs])).toEqual([
      ["Step-1-look", []],
      ["2", ["Step-1-look"]],
    ]);
  });

  it("takes numbers, one name or a sentence of names as needs, and passes over fields of another type", () => {
    const { plan, problems } = read([
      { id: 1, goal: "a", agent: "research", needs: null, priority: "high", deadlineMs: -3, optional: "yes" },
      { id: 2, goal: "b", agent: "research", needs: 1 },
      { id: 3, goal: "c", agent: "writing", needs: "1, 2" },
    ]);
    expect(problems).toEqual([]);
    expect(plan.tasks.map((one) => one.needs)).toEqual([[], ["1"], ["1", "2"]]);
  });

  it("keeps of answerFrom only what is in the plan", () => {
    expect(read([task("t 1"), task("t2")], { answerFrom: ["t 1", "t9", 4] }).plan.answerFrom).toEqual(["t-1"]);
  });

  it("never throws, whatever comes", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), fc.record({ tasks: fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue())) })),
        (value) => {
          const result = readPlan(value as Json, "goal", rules);
          expect(planSchema.safeParse(mendPlan(result).plan).success).toBe(true);
        },
      ),
    );
  });
});

describe("mendPlan", () => {
  const ids = fc.constantFrom("a", "b", "c", "d", "e 1", "a-2", "x".repeat(60), "");
  const looseTask = fc.record(
    {
      id: ids,
      goal: fc.constantFrom("one", "two", "three", "four"),
      agent: fc.constantFrom("research", "writing", "riting", "?"),
      needs: fc.array(fc.oneof(ids, fc.constant("nobody")), { maxLength: 4 }),
      priority: fc.double(),
      deadlineMs: fc.double(),
    },
    { requiredKeys: ["goal"] },
  );

  it("always gives an acyclic plan with unique ids and known needs, and keeps all distinct work", () => {
    fc.assert(
      fc.property(fc.array(looseTask, { maxLength: 12 }), fc.array(ids), (tasks, answerFrom) => {
        const given = readPlan({ tasks, answerFrom } as unknown as Json, "goal", rules);
        const { plan } = mendPlan(given);
        expect(planSchema.parse(plan)).toEqual(plan);
        const known = new Set(plan.tasks.map((one) => one.id));
        expect(known.size).toBe(plan.tasks.length);
        for (const one of plan.tasks) for (const need of one.needs) expect(known).toContain(need);
        expect(orderOf(plan)).toBeDefined();
        for (const id of plan.answerFrom) expect(known).toContain(id);
        const work = (from: Plan) => new Set(from.tasks.map((one) => `${one.agent} ${one.goal}`));
        expect(work(plan)).toEqual(work(given.plan));
      }),
      { numRuns: 300 },
    );
  });

  it("leaves a plan that can run as it is", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 30 }), (edges) => {
        const tasks = edges.map((needs, i) =>
          task(`t${i}`, i === 0 ? [] : [...new Set(needs.map((need) => `t${need % i}`))]),
        );
        const given = read(tasks);
        expect(given.problems).toEqual([]);
        expect(mendPlan(given)).toEqual({ plan: given.plan, mended: [] });
      }),
    );
  });

  it("merges the same work and sends what needed the twin to the one that stays", () => {
    const { plan, mended } = mendPlan(
      read([task("a"), task("b", [], { goal: "Do A" }), task("c", ["b"])], { answerFrom: ["b"] }),
    );
    expect(plan.tasks.map(({ id, needs }) => [id, needs])).toEqual([
      ["a", []],
      ["c", ["a"]],
    ]);
    expect(plan.answerFrom).toEqual(["a"]);
    expect(mended).toEqual(["b is the same as a"]);
  });

  it("gives the second of a name another that nobody has", () => {
    const { plan } = mendPlan(
      read([task("a"), task("a", [], { goal: "other" }), task("a-2", [], { goal: "third" }), task("z", ["a-2", "a"])]),
    );
    const goals = new Map(plan.tasks.map((one) => [one.id, one.goal]));
    const last = plan.tasks.at(-1);
    expect(last?.needs.map((need) => goals.get(need))).toEqual(["third", "do a"]);
    expect(goals.get("a-3")).toBe("other");
  });

  it("names every repair", () => {
    const { mended } = mendPlan(
      read([task("a", ["b", "nobody"]), task("b", ["a"]), task("c", [], { agent: "writng" }), { id: "d" }]),
    );
    expect(mended.join("; ")).toMatch(
      /c goes to writing instead of writng.*d had no goal.*dropped unknown needs of a.*no longer waits for/,
    );
  });

  it("cuts ten thousand circles in one pass", () => {
    const count = 10_000;
    const tasks = Array.from({ length: count }, (_, i) =>
      task(`t${i}`, [`t${(i + 1) % count}`, `t${Math.max(0, i - 1)}`, `t${(i * 7) % count}`]),
    );
    const { plan } = mendPlan(read(tasks));
    expect(plan.tasks).toHaveLength(count);
    const { problems } = readPlan(plan as unknown as Json, "", rules);
    expect(problems).toEqual([]);
  });
});
