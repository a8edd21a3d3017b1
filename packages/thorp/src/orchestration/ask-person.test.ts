import { describe, expect, it } from "vitest";
import type { SignalEvent } from "../events/event.ts";
import type { Plan } from "../wire/plan.ts";
import { approvePlan, askPerson } from "./ask-person.ts";
import { eventsOf, planOf, taskOf, valueOf } from "./test-world.ts";

describe("askPerson", () => {
  const ask = (choices: readonly string[], ...signals: readonly SignalEvent[]) =>
    valueOf((context) => askPerson(context, { id: "q1", text: "Which year?", choices }), {
      runtime: "strict",
      during: (event, live) => event.type === "question-ask" && signals.forEach((signal) => live.deliver(signal)),
    });

  it("asks by an event and takes the answer to this very question", async () => {
    const { value, events } = await ask(
      ["2024", "2025"],
      { type: "question-answer", question: "q0", text: "blue" },
      { type: "question-answer", question: "q1", text: "2025" },
    );
    expect(value).toEqual({ kind: "answer", text: "2025" });
    expect(eventsOf(events, "question-ask")).toMatchObject([
      { question: "q1", text: "Which year?", choices: ["2024", "2025"] },
    ]);
  });

  it("names no choices where there are none, and ends when the run is cancelled", async () => {
    const { value, events } = await ask([], { type: "run-cancel", reason: "enough" });
    expect(value).toEqual({ kind: "cancelled" });
    expect(eventsOf(events, "question-ask")[0]).not.toHaveProperty("choices");
  });
});

describe("approvePlan", () => {
  const plan = planOf(taskOf("a"), taskOf("b", { needs: ["a"] }));
  const edit = (name: string, edited: Plan): SignalEvent => ({ type: "plan-edit", edit: name, plan: edited });

  async function approve(...signals: readonly SignalEvent[]) {
    const seen: string[] = [];
    const { value, events } = await valueOf(
      async (context) => {
        const seenEdits = new Set<string>();
        context.emit({ type: "plan-propose", plan, by: "model" });
        const accepted = await approvePlan(context, plan, { seenEdits });
        seen.splice(0, seen.length, ...seenEdits);
        return accepted;
      },
      {
        runtime: "strict",
        during: (event, live) => event.type === "plan-propose" && signals.forEach((signal) => live.deliver(signal)),
      },
    );
    return { value, seen, revised: eventsOf(events, "plan-revise") };
  }

  it("gives the plan as it was proposed", async () => {
    expect(await approve({ type: "plan-approve", allow: true })).toEqual({ value: plan, seen: [], revised: [] });
  });

  it("gives nothing when it is refused or the run is cancelled", async () => {
    expect((await approve({ type: "plan-approve", allow: false })).value).toBeUndefined();
    expect((await approve({ type: "run-cancel", reason: "enough" })).value).toBeUndefined();
  });

  it("gives the last edit, each taken in once, in order, and noted for later", async () => {
    const [one, two] = [planOf(taskOf("x")), planOf(taskOf("y"))];
    const { value, seen, revised } = await approve(edit("e1", one), edit("e2", two), {
      type: "plan-approve",
      allow: true,
    });
    expect(value).toEqual(two);
    expect(seen).toEqual(["e1", "e2"]);
    expect(revised.map(({ plan: shown }) => shown.tasks[0]?.id)).toEqual(["x", "y"]);
  });

  it("makes an edit sound before it is shown", async () => {
    const unsound = planOf(
      taskOf("a", { needs: ["b", "gone"] }),
      taskOf("b", { needs: ["a"] }),
      taskOf("b", { goal: "other" }),
    );
    const { value } = await approve(edit("e1", unsound), { type: "plan-approve", allow: true });
    expect(value?.tasks.map(({ id }) => id)).toEqual(["a", "b", "b-2"]);
    expect(value?.tasks.flatMap(({ needs }) => needs)).toHaveLength(1);
  });
});
