import { describe, expect, it } from "vitest";
import type { BriefInput, FileNote } from "../../brief.ts";
import { fixtureTools } from "../fixture-tools.ts";
import { slotsOf } from "../understand/affordance.ts";
import { appliedExpression } from "./applied-arithmetic.ts";
import { dateQuestionFrom, datesIn } from "./dates.ts";
import { expressionFrom, isBareRange } from "./expression.ts";
import { fillGeneric } from "./fill-generic.ts";
import { fillSlots } from "./fill-slots.ts";
import { headingOf, titleOf } from "./headings.ts";
import { inlineRows } from "./inline-rows.ts";
import { conversionFrom } from "./quantity.ts";
import { slotContextOf } from "./slot-context.ts";
import { unitNamed } from "./unit-names.ts";
import { wordProblem } from "./word-problem.ts";

const note = (path: string, mediaType = "text/plain"): FileNote => ({ path, mediaType, bytes: 10 });
const sales: FileNote = {
  ...note("data/sales.csv", "text/csv"),
  columns: [
    { name: "date", type: "date", examples: ["2025-01-01"] },
    { name: "region", type: "text", examples: ["North", "South"] },
    { name: "units", type: "number", examples: ["3"] },
    { name: "revenue", type: "number", examples: ["12.5"] },
  ],
};
const files = [
  sales,
  note("docs/contract.pdf", "application/pdf"),
  note("logs/log.txt"),
  note("docs/notes.md", "text/markdown"),
];
const result = (data: BriefInput["data"], text = "Found."): BriefInput => ({
  id: "t1",
  goal: "Total revenue (data/sales.csv)",
  text,
  ...(data === undefined ? {} : { data }),
  artifacts: [],
  sources: [],
  labels: [],
});
const fill = (tool: string, goal: string, inputs: readonly BriefInput[] = []) => {
  const found = fixtureTools.find((each) => each.name === tool);
  if (found === undefined) throw new Error(tool);
  return fillSlots(found, slotContextOf(goal, { files, inputs, now: Date.UTC(2026, 10, 21), timeZone: "UTC" }));
};

describe("expressions", () => {
  it.each([
    ["what's three quarters of 96", "3 / 4 * 96"],
    ["calculate 7% of 1,850", "7 / 100 * 1850"],
    ["multiply twelve hundred by 0.35", "1200 * 0.35"],
    ["Take 20% off 349", "349 * (1 - 20 / 100)"],
    ["half of 7/8", "7 / 8 / 2"],
    ["log base 10 of 50000", "log(50000, 10)"],
    ["the remainder when 1000 is divided by 37", "1000 mod 37"],
    ["add up 12.5, 19.95, 7.2 and 103", "12.5 + 19.95 + 7.2 + 103"],
    ["average of 3, 5 and 9", "(3 + 5 + 9) / 3"],
    ["what percentage is 30 of 120", "30 / 120 * 100"],
    ["12 squared plus 3", "(12 ^ 2) + 3"],
    ["30% of 90 plus 12", "(30 / 100 * 90) + 12"],
    ["19.99 plus 20% VAT", "19.99 * (1 + 20 / 100)"],
    ["compound 1000 at 5% for 3 years", "1000 * (1 + 5 / 100) ^ 3"],
    ["8 people share 3 pizzas", "3 / 8"],
    ["pi times 4 squared", "pi * (4 ^ 2)"],
    ["cosine of 60 degrees", "cos(60°)"],
    ["5!", "2 * 3 * 4 * 5"],
    ["what is 3 x 4", "3 * 4"],
    ["What is 15% tip on 84.50 split between 3 people?", "(15 / 100 * 84.50)/ 3"],
    ["a bill of 84.50 plus 15% tip split between 3 people", "(84.50 * (1 + 15 / 100))/ 3"],
    ["what is 17*23 in hex", "17*23"],
    ["0xff + 0b101", "255 + 5"],
  ])("%s", (words, expression) => expect(expressionFrom(words)).toBe(expression));

  it.each([
    "I have 3 apples",
    "2025-01-03 to 2025-02-04",
    "three and five",
    "",
    "open docs/a-1.md",
    "call 0800 123 456",
  ])("none in: %s", (words) => expect(expressionFrom(words)).toBeUndefined());

  it("tells a bare range from arithmetic", () => {
    expect(isBareRange("10-20")).toBe(true);
    expect(isBareRange("10-20+1")).toBe(false);
  });
});

describe("arithmetic on results", () => {
  it.each([
    ["2% of that", [200], "2 / 100 * 200"],
    ["multiply it by 12", [5], "5 * 12"],
    ["how much would that be after a 3% raise", [100], "100 * (1 + 3 / 100)"],
    ["what percentage is that of 480", [42], "42 / 480 * 100"],
    ["by what percentage was it above 2000", [2500], "(2500 - 2000) / 2000 * 100"],
    ["the overrun as a percentage", [100, 130], "(130 - 100) / 100 * 100"],
    ["the difference between them", [7, 3], "7 - 3"],
    ["take the average of both", [4, 6], "(4 + 6) / 2"],
    ["half of it", [9], "9 / 2"],
    ["add 5%", [-40], "(-40) * (1 + 5 / 100)"],
  ])("%s", (words, values, expression) => expect(appliedExpression(words, values)).toBe(expression));

  it("needs a value and an operation", () => {
    expect(appliedExpression("2% of that", [])).toBeUndefined();
    expect(appliedExpression("tell me about it", [3])).toBeUndefined();
  });

  it("solves rates and bills", () => {
    expect(wordProblem("38 km each way, 5 days a week, 46 weeks a year. How many km in total?")).toBe(
      "2 * 38 * 5 * 46",
    );
    expect(wordProblem("3 books at 12.99 each and a pen for 2.50, what's the total?")).toBe("3 * 12.99 + 2.50");
    expect(wordProblem("one number 5")).toBeUndefined();
    // Half an answer would be a wrong one.
    expect(wordProblem("15% tip on 84.50 split between 3 people")).toBeUndefined();
    expect(wordProblem("12 and 20 shared by 4")).toBeUndefined();
  });

  it("refuses a sentence whose numbers do not all take part", () => {
    expect(fill("calculate", "5 plus 7, and the code is 99").missing).toEqual(["expression"]);
    expect(fill("calculate", "99 divided by 7 to two decimals").input).toEqual({ expression: "round(99 / 7, 2)" });
  });
});

describe("conversions", () => {
  it.each([
    ["Convert 350 degrees fahrenheit to celsius", 350, "F", "C"],
    ["The recipe calls for 3 tablespoons; how many millilitres would that be?", 3, "tbsp", "ml"],
    ["what's -40 C in F", -40, "C", "F"],
    ["how many feet are there in a nautical mile", 1, "nautical mile", "ft"],
    ["a quarter of a mile in metres", 0.25, "mi", "m"],
    ["how many cups is half a litre", 0.5, "l", "cup"],
    ["pounds in 2.2 kilos", 2.2, "kg", "lb"],
    ["100 km/h in mph", 100, "km/h", "mph"],
    ["20°C to F", 20, "C", "F"],
  ])("%s", (words, value, from, to) => {
    const found = conversionFrom(words);
    expect([found.quantity?.value, found.quantity?.unit, found.to?.name]).toEqual([value, from, to]);
  });

  it("leaves out what is not said", () => {
    expect(conversionFrom("converted to fahrenheit")).toMatchObject({ to: { name: "F" } });
    expect(conversionFrom("Convert 5 km").to).toBeUndefined();
    expect(conversionFrom("5 people in a row")).toEqual({});
    expect(unitNamed("furlongs per fortnight")).toBeUndefined();
  });

  it("takes value and unit from a result", () => {
    expect(fill("convert_units", "Converted to fahrenheit", [result([{ highest_temp_c: 31 }])]).input).toEqual({
      value: 31,
      from: "C",
      to: "F",
    });
  });
});

describe("dates", () => {
  it.each([
    [
      "the invoice is dated 18 March and payable within 30 days - on what date is it due",
      { operation: "shift", date: "18 March", amount: 30, unit: "days" },
    ],
    [
      "how many business days are left until the end of june 2026",
      { operation: "difference", date: "today", other: "end of june 2026", unit: "workdays" },
    ],
    [
      "list all dates between 28 Feb 2028 and 3 March 2028",
      { operation: "list", date: "28 Feb 2028", other: "3 March 2028", unit: "days" },
    ],
    [
      "how many workdays there are in May 2026",
      { operation: "difference", date: "first day of May 2026", other: "last day of May 2026", unit: "workdays" },
    ],
    [
      "working days between 1 Oct and 19 Dec 2025",
      { operation: "difference", date: "1 Oct 2025", other: "19 Dec 2025", unit: "workdays" },
    ],
    ["what's the date today", { operation: "today" }],
    ["which weekday was 1 May 2020?", { operation: "weekday", date: "1 May 2020" }],
    [
      "How old is someone born on 9 February 1984?",
      { operation: "difference", date: "9 February 1984", other: "today" },
    ],
    ["100 days before christmas", { operation: "shift", date: "christmas", amount: -100, unit: "days" }],
    ["add 90 days to 2025-01-15", { operation: "shift", date: "2025-01-15", amount: 90, unit: "days" }],
    ["date 10 business days from 2026-04-01", { operation: "shift", date: "2026-04-01", amount: 10, unit: "workdays" }],
    [
      "show all fridays from 2 May to 30 June 2026",
      { operation: "list", date: "2026-05-08", other: "30 June 2026", unit: "weeks" },
    ],
    [
      "days between Easter and Christmas 2026",
      { operation: "difference", date: "Easter 2026", other: "Christmas 2026" },
    ],
  ])("%s", (words, question) => expect(dateQuestionFrom(words)).toMatchObject(question));

  it.each(["what year did the Berlin wall fall", "how long does it take to cook", "3 weeks of holiday", ""])(
    "no question: %s",
    (words) => expect(dateQuestionFrom(words)).toBeUndefined(),
  );

  it("finds dates in order", () =>
    expect(datesIn("from 3 May to 2026-01-02, next friday")).toEqual(["3 May", "2026-01-02", "next friday"]));

  it("takes the date, or the amount, from a result", () => {
    expect(
      fill("calculate_dates", "what day of the week was it?", [result([{ date: "2024-02-03", temp_c: -4 }])]).input,
    ).toMatchObject({ operation: "weekday", date: "2024-02-03" });
    expect(
      fill("calculate_dates", "the date that many months before 31 December 2026", [
        result(undefined, "Notice is 3 months."),
      ]).input,
    ).toMatchObject({ amount: -3, unit: "months" });
    expect(fill("calculate_dates", "what day of the week was it?").missing).toEqual(["date"]);
  });
});

describe("files", () => {
  it.each([
    ["list_files", "list all csv files", { pattern: "*.csv" }],
    ["list_files", "what's in the docs folder", { folder: "docs" }],
    ["list_files", "which file in docs is the largest?", { folder: "docs", first: "largest" }],
    ["list_files", "what is the newest file?", { first: "newest" }],
    ["search_files", "find TODO in docs", { text: "TODO", folder: "docs" }],
    ["list_files", "List everything in examples/data", { folder: "examples/data" }],
    ["list_files", "Show every file in the project, folders included", {}],
    ["read_file", "show me lines 10-20 of log.txt", { path: "logs/log.txt", fromLine: 10, toLine: 20 }],
    ["read_file", "first three lines of log.txt", { path: "logs/log.txt", fromLine: 1, toLine: 3 }],
    ["read_file", "log.txt from line 100 onwards", { path: "logs/log.txt", fromLine: 100 }],
    ["read_file", "can you open my notes", { path: "docs/notes.md" }],
    ["search_files", 'Which files mention "solar"?', { text: "solar" }],
    ["search_files", "find the word invoice in all my files", { text: "invoice" }],
    ["search_files", "Where is api_key used?", { text: "api_key" }],
    ["search_files", 'search the csv files for "Acme"', { text: "Acme", pattern: "*.csv" }],
    ["search_files", "WARN lines in log.txt", { text: "WARN", folder: "logs", pattern: "log.txt" }],
    ["search_files", "search for ERROR in the logs folder", { text: "ERROR", folder: "logs" }],
    [
      "write_file",
      'append "minutes done" to notes.md',
      { path: "docs/notes.md", text: "minutes done", mode: "append" },
    ],
    [
      "write_file",
      "append to out/journal.md: Slept badly, ran 5k.",
      { path: "out/journal.md", text: "Slept badly, ran 5k.", mode: "append" },
    ],
    ["write_file", "overwrite out/version.txt with 2.4.1", { path: "out/version.txt", text: "2.4.1", mode: "replace" }],
    ["write_file", "write 42 into out/answer.txt", { path: "out/answer.txt", text: "42" }],
    [
      "write_file",
      "new file out/names.txt with Anna, Ben and Carla, one per line",
      { path: "out/names.txt", text: "Anna\nBen\nCarla" },
    ],
    ["write_file", "create an empty file out/empty.txt", { path: "out/empty.txt", text: "" }],
    ["read_document", "read pages 3 to 5 of contract.pdf", { path: "docs/contract.pdf", pages: "3-5" }],
    ["read_document", "tl;dr of notes.md", { path: "docs/notes.md" }],
    [
      "read_document",
      "who is the supplier according to contract.pdf?",
      { path: "docs/contract.pdf", question: "who is the supplier?" },
    ],
    ["fetch_page", "get https://example.com", { url: "https://example.com" }],
    [
      "fetch_page",
      "what is the title of the page at example.com/news",
      { url: "https://example.com/news", question: "what is the title" },
    ],
  ])("%s: %s", (tool, goal, input) => expect(fill(tool, goal)).toEqual({ input, missing: [] }));

  it("writes what was found, as CSV into a CSV file", () => {
    expect(fill("write_file", "save it to out/a.txt", [result(undefined, "It is 42.")]).input).toEqual({
      path: "out/a.txt",
      text: "It is 42.\n",
    });
    expect(fill("write_file", "saved to out/a.csv", [result([{ name: 'A, "B"', n: 1 }])]).input["text"]).toBe(
      'name,n\n"A, ""B""",1\n',
    );
  });

  it("says what is missing", () => {
    expect(fill("search_files", "search the files").missing).toEqual(["text"]);
    expect(fill("write_file", "save it to out/a.txt").missing).toEqual(["text"]);
    expect(fill("fetch_page", "fetch the page").missing).toEqual(["url"]);
  });
});

describe("data", () => {
  it("puts a chart on a file with its SQL and the names of its columns", () => {
    const { input, missing } = fill(
      "make_chart",
      'area chart of units by month, one colour per region, titled "Units"',
    );
    expect(missing).toEqual([]);
    expect(input).toMatchObject({
      kind: "area",
      x: "month",
      y: "total_units",
      series: "region",
      title: "Units",
      file: "data/sales.csv",
    });
    expect(input["sql"]).toContain("GROUP BY 1, 2");
  });

  it.each([
    ["pie chart of revenue by region", "pie"],
    ["plot revenue over time", "line"],
    ["scatter units against revenue", "point"],
    ["chart revenue by region", "bar"],
    ["column chart of revenue by month", "bar"],
  ])("%s is a %s", (goal, kind) => expect(fill("make_chart", goal).input["kind"]).toBe(kind));

  it("draws several measures as series of one column", () => {
    const { input } = fill("make_chart", "chart units and revenue per month (data/sales.csv)");
    expect(input).toMatchObject({ x: "month", y: "value", series: "measure" });
    expect(input["sql"]).toContain("UNION ALL");
  });

  it("takes the rows of a result before anything else, and exactly one source", () => {
    const { input } = fill("make_table", "Put them into an html table (data/sales.csv)", [
      result([{ region: "North", total: 3 }]),
    ]);
    expect(input).toEqual({ title: "Total revenue", from: "t1", format: "html" });
    expect(fill("make_chart", "chart the same", [result([{ month: "2025-01", total: 3 }])]).input).toMatchObject({
      kind: "line",
      x: "month",
      y: "total",
      from: "t1",
    });
  });

  it.each([
    [
      "turn this into a table: apples 3, pears 5",
      [
        { name: "apples", value: 3 },
        { name: "pears", value: 5 },
      ],
    ],
    [
      "host=localhost, port=8080 as a two-column table",
      [
        { name: "host", value: "localhost" },
        { name: "port", value: 8080 },
      ],
    ],
    [
      "put Anna 34 and Ben 29 in a table with the columns name and age",
      [
        { name: "Anna", age: 34 },
        { name: "Ben", age: 29 },
      ],
    ],
    [
      "make a table: item, price; tea 2.50; coffee 3.20",
      [
        { item: "tea", price: 2.5 },
        { item: "coffee", price: 3.2 },
      ],
    ],
    ["a table of open orders", []],
  ])("rows in words: %s", (goal, rows) => expect(inlineRows(goal)).toEqual(rows));
});

describe("reports", () => {
  it.each([
    [
      "Draw up a report named Quarterly goals. Section one, Hiring: two engineers. Section two, Office: move by October.",
      "Quarterly goals",
      ["Hiring", "Office"],
    ],
    [
      "generate report 'Library stocktake' - Missing books: 17 - Damaged books: 6",
      "Library stocktake",
      ["Missing books", "Damaged books"],
    ],
    [
      "a report titled Car inspection with sections Brakes (worn), Tyres (fine) and Lights (broken)",
      "Car inspection",
      ["Brakes", "Tyres", "Lights"],
    ],
    ['new report "Lab log" with heading Samples and the text: 36 samples taken, 3 discarded', "Lab log", ["Samples"]],
  ])("%s", (goal, title, headings) => {
    const { input } = fill("write_report", goal);
    expect(input["title"]).toBe(title);
    expect((input["sections"] as { heading: string }[]).map((section) => section.heading)).toEqual(headings);
  });

  it("has a section for each result and sums up their first sentences", () => {
    const { input } = fill("write_report", "put both in a report called Key accounts", [
      result(undefined, "North leads. More text."),
      { ...result(undefined, "| a |"), id: "t2", goal: "Draw a bar chart" },
    ]);
    expect(input).toEqual({
      title: "Key accounts",
      summary: "North leads.",
      sections: [
        { heading: "Total revenue", from: "t1" },
        { heading: "Bar chart", from: "t2" },
      ],
    });
  });

  it("asks for contents", () => expect(fill("write_report", "write a report").missing).toEqual(["sections"]));

  it("makes headings and finds titles", () => {
    expect(headingOf("What is the total revenue in data/sales.csv?")).toBe("Total revenue");
    expect(titleOf("bar chart called Units sold, by month")).toBe("Units sold");
    expect(titleOf("a chart of it")).toBeUndefined();
  });
});

describe("tools of any shape", () => {
  const schema = (properties: object, required: readonly string[]) =>
    slotsOf({ type: "object", properties, required } as never);
  const generic = (goal: string, properties: object, required: readonly string[]) =>
    fillGeneric(schema(properties, required), slotContextOf(goal, { files: [], inputs: [], now: 0, timeZone: "UTC" }));
  const text = { type: "string" };

  it.each([
    [
      "what is the weather in New York for the next 3 days",
      { city: text, days: { type: "integer" } },
      { city: "New York", days: 3 },
    ],
    [
      'email bob@acme.com with subject "Lunch" saying we meet at noon',
      { to: { ...text, format: "email" }, subject: text, body: text },
      { to: "bob@acme.com", subject: "Lunch", body: "we meet at noon" },
    ],
    [
      "search tickets about reset password, newest first, limit 5",
      { limit: { type: "integer" }, sort: { enum: ["newest", "oldest"] }, status: { enum: ["open", "closed"] } },
      { limit: 5, sort: "newest" },
    ],
    ["remind me on 3 May 2026 to call", { date: { ...text, format: "date" } }, { date: "3 May 2026" }],
  ])("%s", (goal, properties, input) => expect(generic(goal, properties, []).input).toMatchObject(input));

  it("gives what is left to a required slot of free words", () => {
    expect(generic("look up the opening hours", { query: text }, ["query"])).toEqual({
      input: { query: "opening hours" },
      missing: [],
    });
    expect(generic("hello", { amount: { type: "number" } }, ["amount"]).missing).toEqual(["amount"]);
  });

  it("survives schemas that are none", () => {
    for (const broken of [null, 3, "x", [], { properties: 4 }, { properties: { a: null } }])
      expect(slotsOf(broken as never)).toBeInstanceOf(Array);
  });
});
