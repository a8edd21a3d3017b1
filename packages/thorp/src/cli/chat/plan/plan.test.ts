import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Plan } from "../../../wire/plan.ts";
import { editPlan } from "./edit-plan.ts";
import { editInEditor } from "./edit-text.ts";
import { planFromText, planToText } from "./plan-text.ts";

const task = (id: string, goal: string, needs: string[] = []) => ({
  id,
  goal,
  capability: "alma",
  agent: "alma",
  needs,
  priority: 0,
  optional: false,
});
const plan: Plan = { goal: "Two: things", tasks: [task("t1", "Sum"), task("t2", "# Report", ["t1"])], answerFrom: [] };
const rules = { agents: ["alma", "belter"], begun: new Set(["t1"]) };

describe("a plan as text", () => {
  it("comes back as it went", () => {
    const whole: Plan = {
      ...plan,
      answerFrom: ["t2"],
      tasks: [
        ...plan.tasks,
        { ...task("t3", "More"), agent: "belter", acceptance: "one row", priority: 2, deadlineMs: 9, optional: true },
      ],
    };
    expect(planFromText(planToText(whole, rules), rules)).toEqual({ ok: true, plan: whole });
    expect(planToText(plan, rules)).toContain("# Has begun and stays as it was: t1\n");
    expect(planToText(plan, rules)).not.toContain("priority");
  });

  const mistakesIn = (text: string) => {
    const reading = planFromText(text, rules);
    return reading.ok ? [] : reading.mistakes;
  };
  const tasksOf = (tasks: string) => `goal: x\ntasks:\n${tasks}`;

  it.each([
    ["no YAML", "goal: [", /at line 1|Flow sequence/],
    ["an alias to nothing", "goal: *x\ntasks: []", /alias/i],
    ["no plan", "just words", /it needs `goal:` and `tasks:`/],
    ["nothing", "", /it needs `goal:` and `tasks:`/],
    [
      "an unknown key",
      tasksOf("  - { id: t1, gaol: x, agent: alma }"),
      /task 1 has a key "gaol".*did you mean "goal"\?/,
    ],
    ["a missing goal", tasksOf("  - { id: t2, agent: alma }"), /^task 1, goal: /],
    ["a bad id", tasksOf('  - { id: "a b", goal: x, agent: alma }'), /^task 1, id: /],
    [
      "a stranger",
      tasksOf("  - { id: t2, goal: x, agent: beltr }"),
      /goes to beltr, who is not in the team; did you mean belter\?/,
    ],
    [
      "an unknown need",
      tasksOf("  - { id: t2, goal: x, agent: alma, needs: [t7] }"),
      /t2 needs t7, which is not there/,
    ],
    [
      "a circle",
      tasksOf("  - { id: a, goal: x, agent: alma, needs: [b] }\n  - { id: b, goal: y, agent: alma, needs: [a] }"),
      /a -> b -> a wait/,
    ],
    [
      "two of one name",
      tasksOf("  - { id: a, goal: x, agent: alma }\n  - { id: a, goal: y, agent: alma }"),
      /two tasks are called a/,
    ],
    ["no tasks", "goal: x\ntasks: []", /has no tasks/],
    ["no agent", tasksOf("  - { id: a, goal: x }"), /^task 1, (agent|capability): /],
  ])("says what is wrong with %s", (_what, text, words) => expect(mistakesIn(text).join("\n")).toMatch(words));

  it("lets a task work from one that has begun and is not written down", () => {
    expect(mistakesIn(tasksOf("  - { id: t2, goal: x, agent: alma, needs: [t1] }"))).toEqual([]);
  });
});

describe("editing a plan", () => {
  const edit = (answers: readonly ((text: string) => string)[], again = true) => {
    const seen: string[] = [];
    const left = [...answers];
    const edited = editPlan(plan, {
      rules,
      editText: async (text) => {
        seen.push(text);
        return left.shift()?.(text) ?? text;
      },
      tryAgain: async () => again,
    });
    return { edited, seen };
  };

  it("takes the change", async () => {
    const { edited } = edit([(text) => text.replace("Sum", "Add")]);
    expect((await edited)?.tasks[0]?.goal).toBe("Add");
  });
  it("opens again with the mistakes above what was written", async () => {
    const { edited, seen } = edit([
      (text) => text.replaceAll("agent: alma", "agent: alm"),
      (text) => text.replaceAll("agent: alm\n", "agent: belter\n"),
    ]);
    expect((await edited)?.tasks.map(({ agent }) => agent)).toEqual(["belter", "belter"]);
    expect(seen[1]).toMatch(/^# MISTAKE: task t2 goes to alm, .*did you mean alma\?\n/);
    expect(seen[1]).toContain("agent: alm\n");
  });
  it("changes nothing for who changes nothing, empties it, or gives up", async () => {
    expect(await edit([]).edited).toBeUndefined();
    expect(await edit([() => "# only words\n"]).edited).toBeUndefined();
    expect(await edit([() => "tasks: 7"], false).edited).toBeUndefined();
  });
});

describe.skipIf(process.platform === "win32")("the editor", () => {
  const script = (body: string) => {
    const path = join(mkdtempSync(join(tmpdir(), "thorp-editor-")), "editor.sh");
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o700);
    return path;
  };
  it("gets the text in a file of its own, and arguments of its setting", async () => {
    const where = join(mkdtempSync(join(tmpdir(), "thorp-editor-")), "where");
    const editor = script(`echo "$2" > ${where}; echo "$1" >> "$2"`);
    const text = await editInEditor({
      text: "one\n",
      fileName: "plan.yaml",
      env: { ...process.env, EDITOR: `${editor} --two` },
    });
    expect(text).toBe("one\n--two\n");
    const file = readFileSync(where, "utf8").trim();
    expect(file).toMatch(/plan\.yaml$/);
    expect(existsSync(dirname(file))).toBe(false);
  });
  it("says so when it fails", async () => {
    const edit = (editor: string) => editInEditor({ text: "", fileName: "x", env: { ...process.env, VISUAL: editor } });
    await expect(edit(script("exit 3"))).rejects.toThrow(/ended with code 3/);
    await expect(edit("no-such-editor-anywhere 2>/dev/null")).rejects.toMatchObject({
      code: "usage",
      hint: expect.stringContaining("EDITOR="),
    });
  });
});
