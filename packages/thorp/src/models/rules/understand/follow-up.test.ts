import { describe, expect, it } from "vitest";
import type { HistoryMessage } from "../../brief.ts";
import { fixtureFiles } from "../fixture-files.ts";
import { withHistory } from "./follow-up.ts";

const files = (...names: string[]) => fixtureFiles.filter((file) => names.some((name) => file.path.endsWith(name)));

/** What the last of several requests stands for; words behind `> ` are the team's. */
function standsFor(turns: readonly string[], ...names: string[]): string {
  const history = turns.slice(0, -1).flatMap((text): HistoryMessage[] => {
    if (text.startsWith("> ")) return [{ role: "team", text: text.slice(2) }];
    return [
      { role: "person", text },
      { role: "team", text: "Done." },
    ];
  });
  // An answer of the team that is given takes the place of the usual one.
  const said = history.filter((message, at) => !(message.text === "Done." && history[at + 1]?.role === "team"));
  return withHistory(turns.at(-1) ?? "", said, files(...names));
}

describe("a part exchanged", () => {
  it.each([
    ["total revenue in sales.csv for south", "and for north?", "total revenue in sales.csv for north"],
    ["total revenue by region", "what about by product", "total revenue by product"],
    ["how much did we sell in March 2025", "and in April 2025?", "how much did we sell in April 2025"],
    ["how much did we sell in March 2025", "and April?", "how much did we sell in April 2025"],
    ["units sold in 2023", "what about 2024?", "units sold in 2024"],
    ["convert 5 km to miles", "and 10 kg", "convert 10 kg to miles"],
    ["Convert 26 miles to km", "and in meters?", "Convert 26 miles to meters"],
    ["total revenue", "only for north", "total revenue for north"],
    ["total revenue in sales.csv", "by region", "total revenue by region in sales.csv"],
    ["fetch https://a.example.com", "and https://b.example.com", "fetch https://b.example.com"],
    ["How many rows does sales.csv have?", "the same for staff.csv", "How many rows does staff.csv have"],
    ["Total revenue by region in sales.csv", "and units?", "Total units by region in sales.csv"],
    ["Total revenue by region in sales.csv", "and product?", "Total revenue by product in sales.csv"],
    ["Which region sold the most?", "and the least?", "Which region sold the least"],
    ["Which region has the highest revenue?", "and which has the lowest?", "Which region has the lowest revenue"],
    ["Average units in sales.csv", "and the median?", "median units in sales.csv"],
    ["Top 3 products by revenue", "make it the top 5", "top 5 products by revenue"],
    ["What does notes.md say about trains?", "and about hotels?", "What does notes.md say about hotels"],
    ["total revenue by region", "and the total?", "total revenue"],
    ["Total revenue of North in sales.csv", "how many are there?", "How many North in sales.csv"],
  ])("%s / %s", (before, request, whole) => expect(standsFor([before, request], "sales.csv")).toBe(whole));

  it.each([
    ["What is 6 * 7?", "What is 6 * 8?"],
    ["What is 6 * 7?", "What is 6/8?"],
    ["How much is 17% of 2400?", "How much is 3 + 4?"],
    ["what is 2^8", "what is (3+4) * 2"],
  ])("a sum stands by itself: %s / %s", (before, request) =>
    expect(standsFor([before, request], "sales.csv")).toBe(request),
  );

  it("is exchanged again in the third request, and thanks change nothing", () => {
    expect(standsFor(["Total revenue in North", "and South?", "thanks!", "and West?"], "sales.csv")).toBe(
      "Total revenue in West",
    );
    expect(standsFor(["total revenue by region", "as a bar chart", "and by product"], "sales.csv")).toBe(
      "make a bar chart of total revenue by product",
    );
  });
});

describe("the last result", () => {
  it.each([
    ["bar chart of revenue by region", "now as a pie chart", "make a pie chart of revenue by region"],
    [
      "Total revenue by region in sales.csv",
      "make that a table",
      "make a table of Total revenue by region in sales.csv",
    ],
    ["How many orders are there per status?", "draw it", "make a chart of number of orders per status"],
    ["Total revenue by region", "can I have that as a csv table?", "make a csv table of Total revenue by region"],
    ["Total revenue", "write it up as a report", "Total revenue, and write a report about it"],
    ["Total revenue", "save that to total.md", "Total revenue, and save it to total.md"],
    ["Total revenue", "what is 5% of that?", "Total revenue, then what is 5% of that?"],
    ["Total revenue", "add 19% to it", "Total revenue, then add 19% to it"],
    ["Total revenue", "how much is that per month?", "Total revenue, then divide that by 12"],
    ["Total revenue in March", "how much per day is that", "Total revenue in March, then divide that by 31"],
    [
      "What date is 90 days after 2026-01-15?",
      "what weekday is that?",
      "What date is 90 days after 2026-01-15, then what weekday is that?",
    ],
  ])("%s / %s", (before, request, whole) => expect(standsFor([before, request], "sales.csv")).toBe(whole));
});

describe("a document", () => {
  it.each([
    ["what does it say about hotels?", "what does docs/notes.md say about hotels?"],
    ["who are the guests?", "who are the guests in docs/notes.md"],
    ["and the price?", "What does docs/notes.md say about price"],
  ])("is asked on: %s", (request, whole) => expect(standsFor(["Summarise notes.md", request], "notes.md")).toBe(whole));

  it("is not asked what the world knows", () => {
    for (const request of ["who won the world cup in 1990?", "convert 5 km to miles", "write a poem"])
      expect(standsFor(["Summarise notes.md", request], "notes.md")).toBe(request);
  });
});

describe("the answer to a question of ours", () => {
  it.each([
    [
      "Make a bar chart of revenue by region",
      "Which file holds the data?",
      "sales.csv",
      "Make a bar chart of revenue by region in sales.csv",
    ],
    [
      "Average revenue by region",
      "Which file holds the data?\n- sales.csv\n- staff.csv",
      "it's in sales.csv",
      "Average revenue by region in sales.csv",
    ],
    ["Summarise the document", "Which file do you mean?", "notes.md please", "Summarise notes.md"],
    [
      "show me a table",
      "Which file holds the data?",
      "total units by region from sales.csv",
      "Make a table of total units by region from sales.csv",
    ],
    ["Convert 12 kg", "Into which unit should 12 kg be converted?", "to pounds", "Convert 12 kg to pounds"],
    ["Search my files", "Which words should be searched for?", "hotel", "Search my files for hotel"],
  ])("%s / %s / %s", (request, question, answer, whole) => {
    expect(standsFor([request, `> ${question}`, answer], "sales.csv", "notes.md")).toBe(whole);
    // The same where the question was asked in the run itself.
    const history: HistoryMessage[] = [
      { role: "person", text: request },
      { role: "team", text: question },
      { role: "person", text: answer },
    ];
    expect(withHistory(request, history, files("sales.csv", "notes.md"))).toBe(whole);
  });

  it("may be a request of its own", () => {
    expect(
      standsFor(["Make a bar chart", "> Which file holds the data?", "never mind, convert 5 miles to km"], "sales.csv"),
    ).toBe("never mind, convert 5 miles to km");
  });
});

it.each([
  "and what is 5+5",
  "write a poem",
  "list all csv files",
  "in out/list.txt write: eggs",
  "what is the total revenue by region in sales.csv",
  "how many files are there in docs/",
])("stands by itself: %s", (request) =>
  expect(standsFor(["convert 5 km to miles", request], "sales.csv")).toBe(request),
);

describe("the same things", () => {
  it.each([
    ["How many orders in orders.json are open?", "which ones?", "List the orders in orders.json that are open"],
    ["How many people are in staff.csv?", "list the ones in York", "list the people in York"],
    ["What is the lowest salary in staff.csv?", "whose is it?", "Who has the lowest salary in staff.csv"],
    ["Total units in the first quarter of 2025", "and in the second?", "Total units in the second quarter of 2025"],
    ["Total revenue by region", "as percentages", "share of revenue by region"],
    ["Show revenue by product as a bar chart", "as a table instead", "make a table of revenue by product"],
    ["Average salary", "what is that per hour at 1720 hours a year?", "Average salary, then divide that by 1720"],
  ])("%s / %s", (before, request, whole) => expect(standsFor([before, request], "staff.csv")).toBe(whole));

  it("are those that the last answer names", () => {
    const turns = ["Who earns least?", "> Tom Okafor has the lowest salary: 38,500. [1]", "what is his department?"];
    expect(standsFor(turns, "staff.csv")).toBe("what is the department of Tom Okafor?");
  });
});

describe("a request that was refused", () => {
  const refusal = "> This needs a language model, and none is connected.";

  it("is nothing to go on from", () => {
    expect(standsFor(["Total revenue in North", "tell me a joke", refusal, "and South?"], "sales.csv")).toBe(
      "Total revenue in South",
    );
  });

  it("is tried again with the file that was missing in it", () => {
    expect(standsFor(["Make a bar chart of revenue by region", refusal, "sales.csv"], "sales.csv")).toBe(
      "Make a bar chart of revenue by region in sales.csv",
    );
  });
});
