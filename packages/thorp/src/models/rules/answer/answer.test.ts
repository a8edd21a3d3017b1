import { describe, expect, it } from "vitest";
import { planSchema } from "../../../wire/plan.ts";
import type { Brief, BriefInput } from "../../brief.ts";
import { fixtureFiles } from "../fixture-files.ts";
import { fixtureTools } from "../fixture-tools.ts";
import { check } from "./check.ts";
import { compact } from "./compact.ts";
import { replan } from "./replan.ts";
import { synthesise } from "./synthesis.ts";

const chart = {
  id: "t2.a1",
  title: "Revenue by region",
  mediaType: "image/svg+xml",
  bytes: 9,
  file: "/out/revenue.svg",
};
const input = (id: string, text: string, given: Partial<BriefInput> = {}): BriefInput => ({
  id,
  goal: `Goal of ${id}`,
  text,
  artifacts: [],
  sources: [],
  labels: [],
  ...given,
});
const briefOf = (given: Partial<Brief>): Brief => ({
  purpose: "synthesis",
  agent: { name: "manager", kind: "manager", description: "", examples: [], capabilities: [] },
  request: "",
  history: [],
  files: fixtureFiles.filter((file) => file.path.endsWith("sales.csv")),
  inputs: [],
  toolCalls: [],
  learned: [],
  tools: fixtureTools,
  delegates: [],
  missing: [],
  now: 0,
  timeZone: "UTC",
  ...given,
});

describe("synthesis", () => {
  const textOf = (given: Partial<Brief>) => {
    const reply = synthesise(briefOf(given));
    return reply.kind === "text" ? reply.text : "";
  };

  it("cites results in their order, lists the files and says what is missing", () => {
    const text = textOf({
      inputs: [input("t1", "North sold most: 123,456.00."), input("t2", "Made a bar chart.", { artifacts: [chart] })],
      missing: [{ id: "t3", goal: "Fetch the rates.", reason: "The page answered with status 404." }],
    });
    expect(text).toBe(
      "North sold most: 123,456.00. [1]\n\nMade a bar chart. [2]\n\nNot done:\n- Fetch the rates: the page answered with status 404.",
    );
  });

  it("leaves tables whole and puts the mark beside them", () => {
    expect(textOf({ inputs: [input("t1", "| a |\n| --- |\n| 1 |")] })).toBe("| a |\n| --- |\n| 1 |\n\n[1]");
    expect(textOf({ inputs: [input("t1", "2 files in docs/:\n- a\n- b")] })).toBe("2 files in docs/ [1]:\n- a\n- b");
    expect(textOf({ inputs: [input("t1", "Total by month: most for May.\n\n| a |\n| 1 |")] })).toBe(
      "Total by month: most for May. [1]\n\n| a |\n| 1 |",
    );
  });

  it("shortens long findings with their own sentences", () => {
    const long = Array.from({ length: 100 }, (_, i) => `Finding ${i} concerns the pumps of hall ${i % 7}.`).join(" ");
    const text = textOf({ inputs: [input("t1", long), input("t2", "Short.")] });
    expect(text.length).toBeLessThan(2500);
    expect(long).toContain(text.split(" [1]")[0]?.split(". ")[0]);
  });

  it("has words for nothing at all", () => {
    expect(textOf({})).toBe("There is no result.");
    expect(textOf({ missing: [{ id: "t1", goal: "Do it", reason: "no tool" }] })).toBe(
      "Nothing could be done.\n- Do it: no tool.",
    );
  });
});

describe("check", () => {
  const verdict = (result: BriefInput | undefined, acceptance?: string) => {
    const reply = check(
      briefOf({
        task: { id: "t1", goal: "g", ...(acceptance === undefined ? {} : { acceptance }) },
        inputs: result === undefined ? [] : [input("t0", "other"), result],
      }),
    );
    return (JSON.parse(reply.kind === "text" ? reply.text : "{}") as { verdict: string }).verdict;
  };

  it.each([
    ["Total revenue: 5.", undefined, "accept"],
    ["", undefined, "revise"],
    ["Error: the file is missing", undefined, "reject"],
    ["I cannot do this", undefined, "reject"],
    ["No rows match.", undefined, "revise"],
    ["It went well.", "A chart file was made.", "revise"],
    ["It went well.", "The result is a number.", "revise"],
    ["North leads.", "It cites its sources.", "revise"],
    ["North leads.", 'It mentions "South".', "revise"],
    ["North leads South.", 'It mentions "South".', "accept"],
  ])("%s / %s", (text, acceptance, expected) => expect(verdict(input("t1", text), acceptance)).toBe(expected));

  it("looks at files, data and the right result", () => {
    expect(verdict(input("t1", "Done.", { artifacts: [chart] }), "A chart file was made.")).toBe("accept");
    expect(verdict(input("t1", "Rows.", { data: [1, 2] }), "At least 3 rows.")).toBe("revise");
  });
});

describe("replan", () => {
  const request = "what is the total revenue in sales.csv, fetch https://example.com/rates, and write a report on both";
  const total = input("t1", "Total revenue: 5.", { goal: "What is the total revenue in sales.csv" });
  const missing = [
    { id: "t2", goal: "Fetch https://example.com/rates", reason: "offline" },
    { id: "t3", goal: "Write a report on both", reason: "an input is missing" },
  ];

  it("keeps what is done, drops what failed, goes on with the rest", () => {
    const reply = replan(briefOf({ request, inputs: [total], missing }));
    expect(reply).toMatchObject({ kind: "tool", tool: "plan" });
    const plan = planSchema.parse(reply.kind === "tool" ? reply.input : {});
    expect(plan.tasks.map((task) => [task.id, task.capability, task.needs])).toEqual([
      ["t1", "data-query", []],
      ["t3-again", "reports", ["t1"]],
    ]);
  });

  it("gives up when nothing new is left, or nothing was understood", () => {
    expect(replan(briefOf({ request: "fetch https://example.com/rates", missing: missing.slice(0, 1) }))).toMatchObject(
      { kind: "text", abstained: true, reason: "nothing-left" },
    );
    expect(replan(briefOf({ request: "write a poem", missing }))).toMatchObject({ abstained: true });
  });
});

describe("compact", () => {
  it("keeps short messages, extracts from long ones, and stays within its budget", () => {
    const long = Array.from({ length: 80 }, (_, i) => `Point ${i} of the answer is about valve ${i}.`).join(" ");
    const history = Array.from({ length: 30 }, (_, i) => [
      { role: "person" as const, text: `Question ${i} about sales?` },
      { role: "team" as const, text: `${long} [1]` },
    ]).flat();
    const reply = compact({ history });
    const text = reply.kind === "text" ? reply.text : "";
    expect(text).toContain("Person: Question 29 about sales?");
    expect(text.split(/\s+/).length).toBeLessThanOrEqual(370);
    expect(text).not.toContain("[1]");
    for (const line of text.split("\n")) expect(line).toMatch(/^(?:Person|Team): /);
  });

  it("makes nothing of nothing", () => expect(compact({ history: [] })).toMatchObject({ text: "" }));
});
