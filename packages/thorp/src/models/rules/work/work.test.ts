import { describe, expect, it } from "vitest";
import type { Brief, BriefToolCall } from "../../brief.ts";
import { fixtureFiles } from "../fixture-files.ts";
import { fixtureTools } from "../fixture-tools.ts";
import { mendInput } from "./mend-input.ts";
import { showNumber, showTable, showValue } from "./show-value.ts";
import { work } from "./work.ts";

const files = fixtureFiles.filter((file) => /sales|contract|notes/.test(file.path));
const briefOf = (goal: string, given: Partial<Brief> = {}): Brief => ({
  purpose: "work",
  agent: { name: "manager", kind: "executor", description: "", examples: [], capabilities: [] },
  request: "the whole request",
  history: [],
  files,
  task: { id: "t2", goal },
  inputs: [],
  toolCalls: [],
  learned: [],
  tools: fixtureTools,
  delegates: [],
  missing: [],
  now: Date.UTC(2026, 10, 21, 12),
  timeZone: "UTC",
  ...given,
});
const called = (tool: string, given: Partial<BriefToolCall>): BriefToolCall => ({
  id: "t2-1",
  turn: 1,
  tool,
  input: {},
  ok: true,
  text: "",
  artifacts: [],
  sources: [],
  labels: [],
  ...given,
});

describe("the first call", () => {
  it("fills the tool that the planner had in mind", () => {
    expect(
      work(
        briefOf("revenue by region", {
          task: { id: "t2", goal: "revenue by region (examples/data/sales.csv)", capability: "tables" },
        }),
      ),
    ).toMatchObject({ kind: "tool", tool: "make_table", callId: "t2-1", input: { file: "examples/data/sales.csv" } });
  });

  it("finds the tool itself where the planner was not sure", () => {
    expect(work(briefOf("what is 15% of 80"))).toMatchObject({
      tool: "calculate",
      input: { expression: "15 / 100 * 80" },
    });
  });

  it("leaves to a language model what the plan left to one", () => {
    const task = { id: "t2", goal: "what is 15% of 80", capability: "language-model" };
    expect(work(briefOf(task.goal, { task }))).toMatchObject({ abstained: true, reason: "needs-language-model" });
  });

  it("refuses what it has no tool or no slot for", () => {
    expect(work(briefOf("write a poem"))).toMatchObject({ kind: "text", abstained: true });
    expect(work(briefOf("what is 15% of 80", { tools: [] }))).toMatchObject({ abstained: true });
    expect(
      work(briefOf("multiply it by two", { task: { id: "t2", goal: "explain it", capability: "calculation" } })),
    ).toMatchObject({ abstained: true, reason: "missing-slot", text: expect.stringContaining("expression") });
  });

  it("hands on what belongs to somebody below", () => {
    const tools = fixtureTools.map((tool) => ({ ...tool, agent: "drummer" }));
    const delegates = [{ name: "drummer", kind: "executor", description: "", examples: [], capabilities: [] }];
    expect(work(briefOf("what is 15% of 80", { tools, delegates }))).toMatchObject({
      tool: "plan",
      input: { tasks: [{ id: "t2", agent: "drummer", capability: "calculation", needs: [] }] },
    });
    expect(work(briefOf("what is 15% of 80", { tools }))).toMatchObject({ tool: "calculate" });
  });
});

describe("the answer", () => {
  const goal = "which region sold most (examples/data/sales.csv)";
  const sql = (work(briefOf(goal)) as unknown as { input: { sql: string } }).input.sql;
  const answer = (question: string, data: BriefToolCall["data"], input: object = {}) =>
    work(
      briefOf(question, {
        toolCalls: [
          called("query_data", {
            input: { file: "examples/data/sales.csv", ...input } as never,
            text: "raw text",
            ...(data === undefined ? {} : { data }),
          }),
        ],
      }),
    );

  it("states the finding of a query in a sentence", () => {
    expect(answer(goal, [{ region: "North", total_revenue: 123456 }], { sql })).toMatchObject({
      kind: "text",
      abstained: false,
      text: "North has the highest total revenue: 123,456.00.",
    });
  });

  it("says it plainly for a query that somebody else wrote", () => {
    expect(answer("whatever", [{ a: 1, b: "x" }], { sql: "SELECT 1" })).toMatchObject({ text: "A: 1; b: x." });
    expect(answer("whatever", [], { sql: "SELECT 1" })).toMatchObject({ text: "No rows match." });
    expect(answer("whatever", undefined)).toMatchObject({ text: "raw text" });
    expect(answer("whatever", [{ a: 1 }, { a: 2 }], { sql: "SELECT 1" })).toMatchObject({
      text: expect.stringContaining("| 2 |"),
    });
  });

  it("names what it left out of account", () => {
    const question = "how many profitable products (examples/data/sales.csv)";
    const own = (work(briefOf(question)) as unknown as { input: { sql: string } }).input.sql;
    expect(answer(question, [{ different_product: 6 }], { sql: own })).toMatchObject({
      text: "Different product: 6. “profitable” was not taken into account: the answer is for everything that the rest of the question covers.",
    });
  });

  it("extracts from texts and never adds to them", () => {
    const text =
      "docs/contract.pdf, 2 pages. Passages that fit best:\n\n[page 1] The contract begins on 1 March. It ends on 28 February 2027. The fee is 5 EUR.";
    const passages = [
      { page: 1, text: "The contract begins on 1 March. It ends on 28 February 2027. The fee is 5 EUR." },
    ];
    const reply = work(
      briefOf("when does the contract begin", { toolCalls: [called("read_document", { text, data: { passages } })] }),
    );
    expect(reply).toMatchObject({ text: "The contract begins on 1 March." });
    const long = Array.from(
      { length: 60 },
      (_, i) => `Sentence number ${i} is about pumps and valves in the hall.`,
    ).join(" ");
    const summary = work(
      briefOf("summarise docs/notes.md", {
        toolCalls: [called("read_document", { text: `docs/notes.md, 1 page:\n\n${long}` })],
      }),
    ) as { text: string };
    expect(summary.text.length).toBeLessThan(700);
    for (const sentence of summary.text.split(/(?<=\.) /)) expect(long).toContain(sentence);
  });

  it("keeps short words of a tool", () => {
    expect(work(briefOf("2+2", { toolCalls: [called("calculate", { text: "2 + 2 = 4" })] }))).toMatchObject({
      text: "2 + 2 = 4.",
    });
    expect(work(briefOf("x", { toolCalls: [called("unheard_of", { text: " ok " })] }))).toMatchObject({ text: "ok" });
  });
});

describe("after a failure", () => {
  const failed = (text: string, input: object) => called("query_data", { ok: false, text, input: input as never });
  const error =
    "SQLite says: no such column: revenu. Did you mean revenue? Table data has the columns: date (date), revenue (real).";

  it("tries once more where the error names the mend", () => {
    const brief = briefOf("total revenue", {
      toolCalls: [failed(error, { file: "a.csv", sql: "SELECT SUM(revenu) FROM data" })],
    });
    expect(work(brief)).toMatchObject({
      kind: "tool",
      callId: "t2-2",
      input: { file: "a.csv", sql: "SELECT SUM(revenue) FROM data" },
    });
  });

  it("then says so", () => {
    const calls = [failed(error, { sql: "SELECT revenu" }), failed(error, { sql: "SELECT revenu" })];
    expect(work(briefOf("total revenue", { toolCalls: calls }))).toMatchObject({
      kind: "text",
      abstained: true,
      reason: "tool-failed",
      text: expect.stringContaining("no such column"),
    });
    expect(work(briefOf("x", { toolCalls: [failed("The disk is full.", {})] }))).toMatchObject({ abstained: true });
  });

  it("takes a critique into its first call", () => {
    const brief = briefOf("x", {
      task: { id: "t2", goal: "read notes.txt", capability: "files-read" },
      learned: ["notes.txt does not exist. Did you mean docs/notes.md?"],
    });
    expect(work(brief)).toMatchObject({ tool: "read_file", input: { path: "docs/notes.md" } });
  });

  it.each([
    [
      { x: "reigon", y: "n" },
      'There is no column "reigon" for x. Did you mean "region"? The columns are: region, n.',
      { x: "region", y: "n" },
    ],
    [{ path: "contract.pdf" }, "contract.pdf was not found.", { path: "docs/contract.pdf" }],
    [
      { path: "out/a.txt", text: "x" },
      "out/a.txt exists already; nothing was written. Use mode replace or append, or another name.",
      { path: "out/a-2.txt", text: "x" },
    ],
    [{ path: "out/a-2.txt", text: "x" }, "out/a-2.txt exists already", { path: "out/a-3.txt", text: "x" }],
    [
      { value: 3, from: "kilomters", to: "mi" },
      'Unknown unit "kilomters". Did you mean kilometers?',
      { value: 3, from: "kilometers", to: "mi" },
    ],
  ])("mends %j", (input, message, mended) => expect(mendInput(input as never, message, files)).toEqual(mended));

  it("leaves alone what nobody can mend", () => {
    expect(mendInput({ path: "x" }, "The disk is full.", files)).toBeUndefined();
    expect(mendInput("text", error, files)).toBeUndefined();
    expect(mendInput({ path: "zzz.bin" }, "zzz.bin was not found.", [])).toBeUndefined();
  });
});

describe("values", () => {
  it("shows numbers as their column wants", () => {
    expect(showNumber(1234.5, "total_revenue")).toBe("1,234.50");
    expect(showNumber(1234, "total_units")).toBe("1,234");
    expect(showNumber(0.123456)).toBe("0.1235");
    expect(showValue(29.78, "percent")).toBe("29.78 %");
    expect(showValue(10021, "order_id")).toBe("10021");
    expect(showValue(null)).toBe("nothing");
  });

  it("cuts long tables and keeps cells from breaking them", () => {
    const table = showTable(
      Array.from({ length: 5 }, (_, i) => ({ a: `x|${i}`, n: i })),
      2,
    );
    expect(table.split("\n").slice(0, 4)).toEqual(["| a | n |", "| --- | ---: |", "| x\\|0 | 0 |", "| x\\|1 | 1 |"]);
    expect(table).toContain("3 more rows are not shown.");
  });
});
