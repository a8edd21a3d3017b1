import { describe, expect, it } from "vitest";
import { LANGUAGE_MODEL, planSchema } from "../../../wire/plan.ts";
import type { Brief, BriefTool, HistoryMessage } from "../../brief.ts";
import { fixtureFiles } from "../fixture-files.ts";
import { fixtureTools } from "../fixture-tools.ts";
import type { Reply } from "../reply.ts";
import { lex } from "../text/lex.ts";
import { affordanceOf } from "./affordance.ts";
import { splitClauses } from "./clauses.ts";
import { needsLanguageModel } from "./needs-language-model.ts";
import { pieceOf } from "./piece.ts";
import { rankCapabilities } from "./rank-capabilities.ts";
import { skeletonOf } from "./skeleton.ts";
import { toolIndexOf } from "./tool-index.ts";
import { understand } from "./understand.ts";

const manager = { name: "manager", kind: "manager", description: "", examples: [], capabilities: [] };
const briefOf = (request: string, given: Partial<Brief> = {}): Brief => ({
  purpose: "understand",
  agent: manager,
  request,
  history: [],
  files: [],
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
const files = (...names: string[]) => fixtureFiles.filter((file) => names.some((name) => file.path.endsWith(name)));
const planOf = (reply: Reply) => {
  if (reply.kind !== "tool" || reply.tool !== "plan") throw new Error(JSON.stringify(reply));
  return planSchema.parse(reply.input);
};

describe("understand", () => {
  it("plans in the shape of the wire, with goals that stand by themselves", () => {
    const plan = planOf(
      understand(
        briefOf(
          "Please find the total revenue by region in sales.csv, then draw a pie chart of it and write a report on both",
          { files: files("sales.csv") },
        ),
      ),
    );
    expect(plan.tasks).toMatchObject([
      {
        id: "t1",
        goal: "Find the total revenue by region in sales.csv",
        capability: "data-query",
        agent: "manager",
        needs: [],
      },
      {
        id: "t2",
        goal: "Draw a pie chart of it (examples/data/sales.csv)",
        capability: "charts",
        needs: ["t1"],
        acceptance: "A chart file was made.",
      },
      { id: "t3", capability: "reports", needs: ["t1", "t2"] },
    ]);
    expect(plan.answerFrom).toEqual(["t1", "t2", "t3"]);
  });

  it("names the file for tasks that only imply it", () => {
    expect(planOf(understand(briefOf("total units by month", { files: files("sales.csv") }))).tasks[0]?.goal).toBe(
      "Total units by month (examples/data/sales.csv)",
    );
  });

  it("spells out what a second picture shows", () => {
    const plan = planOf(understand(briefOf("a table with Jan 5, Feb 9, Mar 4 and a bar chart of the same numbers")));
    expect(plan.tasks[1]).toMatchObject({ needs: [], goal: "A bar chart: Jan 5, Feb 9, Mar 4" });
  });

  it("answers plain talk", () => {
    expect(understand(briefOf("Hello!"))).toMatchObject({ kind: "text", abstained: false });
    expect(understand(briefOf("what can you do?"))).toMatchObject({
      kind: "text",
      text: expect.stringContaining("**data-query**"),
    });
    expect(understand(briefOf("thanks a lot"))).toMatchObject({ text: "You are welcome." });
    expect(understand(briefOf("what can you do", { tools: [] }))).toMatchObject({
      text: expect.stringContaining("thorp models"),
    });
  });

  it("refuses openly and names the command", () => {
    for (const [request, reason] of [
      ["write a poem about autumn", "needs-language-model"],
      ["Wie spät ist es?", "not-english"],
      ["blorp the frumious bandersnatch", "no-tool"],
    ] as const) {
      expect(understand(briefOf(request))).toMatchObject({
        kind: "text",
        abstained: true,
        reason,
        text: expect.stringContaining("`thorp models`"),
      });
    }
    expect(understand(briefOf("  "))).toMatchObject({ abstained: true, reason: "empty" });
  });

  it("refuses what is too long to be a request, at once", () => {
    for (const request of ["total, ".repeat(1500), "a.b".repeat(3000), "List files. ".repeat(60)]) {
      expect(understand(briefOf(request, { files: fixtureFiles }))).toMatchObject({
        abstained: true,
        reason: "too-long",
      });
    }
  });

  it("names the part that is beyond it as a task for a language model", () => {
    const writer = {
      name: "writer",
      kind: "executor",
      description: "Writes letters and e-mails.",
      examples: ["write an email"],
      capabilities: [],
    };
    const plan = planOf(
      understand(
        briefOf("add up the revenue and write a persuasive email about it", {
          files: files("sales.csv"),
          delegates: [manager, writer],
        }),
      ),
    );
    expect(plan.tasks).toMatchObject([
      { id: "t1", capability: "data-query", agent: "manager" },
      {
        id: "t2",
        goal: "Write a persuasive email about it",
        capability: LANGUAGE_MODEL,
        agent: "writer",
        needs: ["t1"],
        optional: true,
      },
    ]);
    expect(
      understand(briefOf("x", { task: { id: "t2", goal: "what is 2+2", capability: LANGUAGE_MODEL } })),
    ).toMatchObject({ abstained: true, reason: "needs-language-model" });
  });

  it.each([
    ["convert 5 km", "Into which unit", undefined],
    ["make a bar chart", "Which file holds the data?", undefined],
    ["summarise the document", "Which file do you mean?", ["docs/contract.pdf", "docs/handbook.pdf"]],
    ["fetch the page", "Which address", undefined],
  ])("asks: %s", (request, question, choices) => {
    const reply = understand(
      briefOf(request, { files: choices === undefined ? [] : files("contract.pdf", "handbook.pdf") }),
    );
    expect(reply).toMatchObject({
      kind: "tool",
      tool: "ask_person",
      input: { question: expect.stringContaining(question), ...(choices === undefined ? {} : { choices }) },
    });
  });

  it("asks nobody from inside a plan", () => {
    expect(understand(briefOf("whatever", { task: { id: "t1", goal: "convert 5 km" } }))).toMatchObject({
      kind: "text",
      abstained: true,
      reason: "missing-slot",
    });
  });

  it("asks which of two is meant when words alone decide and tie", () => {
    const twin = (name: string, capability: string): BriefTool => ({
      name,
      capability,
      description: "Orders lunch for the office.",
      examples: ["order lunch for the office"],
      agent: "manager",
      input: {},
    });
    expect(
      understand(
        briefOf("order lunch for the office", {
          tools: [twin("canteen_lunch", "canteen"), twin("courier_lunch", "courier")],
        }),
      ),
    ).toMatchObject({ tool: "ask_person", input: { choices: ["canteen", "courier"] } });
  });

  it("plans a manager's task instead of the whole request", () => {
    const plan = planOf(understand(briefOf("something else", { task: { id: "t7", goal: "what is 2^10" } })));
    expect(plan.tasks).toMatchObject([{ capability: "calculation", goal: "What is 2^10" }]);
  });

  it("goes on from its own question", () => {
    const history: HistoryMessage[] = [
      { role: "team", text: "Into which unit should 5 km be converted?" },
      { role: "person", text: "miles" },
    ];
    expect(planOf(understand(briefOf("Convert 5 km", { history }))).tasks).toMatchObject([
      { capability: "units", goal: "Convert 5 km to miles" },
    ]);
  });
});

describe("pieces", () => {
  const split = (text: string) => splitClauses(text, lex(text, fixtureFiles), fixtureFiles).map((piece) => piece.text);

  it.each([
    ["compute 5+5 and save the answer", ["compute 5+5", "save the answer"]],
    ["revenue and units by region", ["revenue and units by region"]],
    [
      "Using orders.json, find the best customers, make a chart and put it in a report",
      ["Using orders.json, find the best customers", "make a chart", "put it in a report"],
    ],
    [
      "report called X, section A: one, two; section B: three",
      ["report called X, section A: one, two; section B: three"],
    ],
    ["first list the files; then read notes.md", ["first list the files", "read notes.md"]],
    ["append to log.md: ate, slept, ran", ["append to log.md: ate, slept, ran"]],
    ["find the file, which is large", ["find the file, which is large"]],
    ["mean cost per warehouse, saved to out/costs.csv", ["mean cost per warehouse", "saved to out/costs.csv"]],
  ])("%s", (text, pieces) => expect(split(text)).toEqual(pieces));

  it("puts what is particular into classes", () => {
    expect(skeletonOf(lex('Show lines 3-9 of log.txt and "x" from https://a.b.com', fixtureFiles), fixtureFiles)).toBe(
      "show lines #n - #n of #txt and #qt from #url",
    );
    expect(skeletonOf(lex("the staff file, the contract", fixtureFiles), fixtureFiles)).toBe("the #tbl , the #dcm");
  });
});

describe("what only a language model can do", () => {
  const ground = { grounded: false, exact: false, supplied: false, aboutText: false };
  it.each([
    "write a haiku",
    "translate it to french",
    "why is that",
    "what should i buy",
    "explain inflation",
    "who wrote hamlet",
  ])("yes: %s", (skeleton) => expect(needsLanguageModel(skeleton, ground)).toBe(true));
  it.each(["write #qt to #txt", "make a table of #n", "who earns most", "list all files"])("no: %s", (skeleton) =>
    expect(needsLanguageModel(skeleton, ground)).toBe(false),
  );
  it("takes the name of a column for data, not for a verdict", () => {
    const grounded = { ...ground, grounded: true };
    expect(needsLanguageModel("count the rows of #tbl by mood", grounded)).toBe(true);
    expect(needsLanguageModel("count the rows of #tbl by mood", { ...grounded, columns: new Set(["mood"]) })).toBe(
      false,
    );
  });
  it("knows distances, owners and events for open knowledge", () => {
    expect(needsLanguageModel("how many miles is it from london to edinburgh", ground)).toBe(true);
    expect(needsLanguageModel("what happened that day", ground)).toBe(true);
    expect(needsLanguageModel("how many days from #iso to #iso", ground)).toBe(false);
  });
  it("asks for no file where the wish itself is beyond rules", () => {
    const refused = understand(briefOf("what is the average salary of a nurse"));
    expect(refused.kind === "tool" ? refused.tool : "refused").toBe("refused");
  });
  it("depends on what is at hand", () => {
    expect(needsLanguageModel("who is the oldest employee", { ...ground, grounded: true })).toBe(false);
    expect(needsLanguageModel("give me the headline", { ...ground, aboutText: true })).toBe(false);
    expect(needsLanguageModel("write a story : explain it", { ...ground, exact: true })).toBe(true);
  });
});

describe("ranking", () => {
  it("reads what a tool is for from its schema, whatever its name", () => {
    expect(fixtureTools.map(affordanceOf)).toEqual([
      "calculate",
      "convert",
      "calendar",
      "list",
      "read",
      "search",
      "write",
      "document",
      "query",
      "table",
      "chart",
      "report",
      "fetch",
    ]);
    const renamed = {
      ...(fixtureTools[0] as BriefTool),
      name: "abacus",
      description: "",
      examples: [],
      capability: "sums",
    };
    expect(rankCapabilities(pieceOf("15% of 80", "start", []), [renamed]).tools[0]?.score).toBeGreaterThanOrEqual(5);
    expect(affordanceOf({ ...renamed, input: "nonsense" })).toBeUndefined();
  });

  const weather: BriefTool = {
    name: "get_weather",
    capability: "weather",
    description: "Tells the weather forecast of a city.",
    examples: ["will it rain in Oslo", "weather tomorrow in Paris"],
    agent: "manager",
    input: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  };

  it("finds a tool of its own shape by its words, and prefers it to doubt", () => {
    const { tools, needsLanguageModel: doubts } = rankCapabilities(
      pieceOf("what is the weather in Lima", "start", []),
      [...fixtureTools, weather],
    );
    expect(tools[0]?.tool.name).toBe("get_weather");
    expect(doubts).toBe(false);
    expect(
      rankCapabilities(pieceOf("wether forcast for Lima", "start", []), [weather]).tools[0]?.score,
    ).toBeGreaterThan(2);
  });

  it("adds the correction that feedback taught", () => {
    const piece = pieceOf("summarise docs/notes.md", "start", fixtureFiles);
    const before = rankCapabilities(piece, fixtureTools).tools[0]?.tool.name;
    const { tools } = rankCapabilities(piece, fixtureTools, {
      correction: (features, tool) => (tool.name === "read_file" && features.terms.length > 0 ? 9 : 0),
    });
    expect(before).toBe("read_document");
    expect(tools[0]?.tool.name).toBe("read_file");
  });

  it("indexes a list once, and lists of the same tools alike", () => {
    expect(toolIndexOf(fixtureTools)).toBe(toolIndexOf(fixtureTools));
    const copies = fixtureTools.map((tool) => ({ ...tool, agent: "other" }));
    expect(toolIndexOf(copies).score(["chart"])).toEqual(toolIndexOf(fixtureTools).score(["chart"]));
    expect(toolIndexOf(copies).tools[0]?.tool.agent).toBe("other");
    expect(toolIndexOf([]).score(["x"])).toEqual([]);
  });
});
