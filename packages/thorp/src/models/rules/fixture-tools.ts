/** Thirteen tools of the shapes that ship, described in other words than the real ones: for tests of this folder. */
import type { Json } from "../../base/json.ts";
import type { BriefTool } from "../brief.ts";

const text = { type: "string" };
const whole = { type: "integer" };
const rows = { type: "array", items: { type: "object" } };

function tool(
  name: string,
  capability: string,
  given: {
    readonly description: string;
    readonly examples: readonly string[];
    readonly properties: Json;
    readonly required: readonly string[];
  },
): BriefTool {
  const { description, examples, properties, required } = given;
  return { name, capability, description, examples, agent: "manager", input: { type: "object", properties, required } };
}

export const fixtureTools: readonly BriefTool[] = [
  tool("calculate", "calculation", {
    description: "Computes an arithmetic expression: + - * / ^, percentages, brackets, square roots.",
    examples: ["what is 17 * 23", "15% of 80", "square root of 144", "add 3, 4 and 5", "how much is 120 divided by 8"],
    properties: { expression: text },
    required: ["expression"],
  }),
  tool("convert_units", "units", {
    description: "Converts a value from one unit to another: length, weight, temperature, volume, speed, data size.",
    examples: ["convert 5 miles to km", "how many grams are in 3 pounds", "72 F in celsius", "10 litres in gallons"],
    properties: { value: { type: "number" }, from: text, to: text },
    required: ["value", "from", "to"],
  }),
  tool("calculate_dates", "dates", {
    description: "Answers questions about the calendar: today, weekdays, days between dates, dates before or after.",
    examples: [
      "how many days until christmas",
      "what weekday was 3 May 1999",
      "what date is 30 days from today",
      "what is today's date",
    ],
    properties: {
      operation: { type: "string", enum: ["today", "weekday", "difference", "shift", "list"] },
      date: text,
      other: text,
      amount: { type: "number" },
      unit: { type: "string", enum: ["days", "workdays", "weeks", "months", "years"] },
    },
    required: ["operation"],
  }),
  tool("list_files", "files-list", {
    description: "Lists the files of a folder, by a pattern where one is given.",
    examples: ["list all files", "what is in the docs folder", "show me the csv files", "which files are there"],
    properties: { folder: text, pattern: text, first: text },
    required: [],
  }),
  tool("read_file", "files-read", {
    description: "Reads a text file, whole or some of its lines.",
    examples: [
      "show me notes.md",
      "open config.json",
      "lines 10 to 20 of server.log",
      "print the first line of todo.txt",
    ],
    properties: { path: text, fromLine: whole, toLine: whole },
    required: ["path"],
  }),
  tool("search_files", "files-search", {
    description: "Finds the lines of files that contain a text.",
    examples: [
      "find the word invoice in all files",
      'which files mention "budget"',
      "search the logs for ERROR",
      "where is api_key used",
    ],
    properties: { text, folder: text, pattern: text },
    required: ["text"],
  }),
  tool("write_file", "files-write", {
    description: "Writes, replaces or appends to a text file.",
    examples: [
      "save that to result.txt",
      'append "done" to log.md',
      "create a file hello.txt with hello",
      "write the summary to out/summary.md",
    ],
    properties: { path: text, text, mode: { type: "string", enum: ["create", "replace", "append"] } },
    required: ["path", "text"],
  }),
  tool("read_document", "documents", {
    description:
      "Reads a document (PDF, DOCX, HTML, Markdown, text) and finds the passages that answer a question, or sums it up.",
    examples: [
      "summarise report.pdf",
      "what does the contract say about notice",
      "key points of minutes.docx",
      "who signed agreement.pdf",
    ],
    properties: { path: text, pages: text, question: text },
    required: ["path"],
  }),
  tool("query_data", "data-query", {
    description:
      "Answers questions about tables (CSV, JSON) with SQL: totals, averages, counts, groups, filters, rankings.",
    examples: [
      "total revenue by region in sales.csv",
      "which product sold most",
      "how many orders were cancelled",
      "average salary per department",
    ],
    properties: { file: text, sql: text, moreFiles: { type: "array", items: text } },
    required: ["file", "sql"],
  }),
  tool("make_table", "tables", {
    description: "Makes a table as Markdown, CSV or HTML from a result, a file or rows.",
    examples: ["make a table of sales by month", "put the result in a table", "an html table of all orders"],
    properties: {
      title: text,
      from: text,
      file: text,
      sql: text,
      rows,
      format: { type: "string", enum: ["markdown", "csv", "html"] },
    },
    required: [],
  }),
  tool("make_chart", "charts", {
    description: "Draws a bar, line, area, point or pie chart from a result, a file or rows.",
    examples: [
      "bar chart of revenue by region",
      "plot temperature over time",
      "draw a pie chart of expenses",
      "visualise units per product",
    ],
    properties: {
      kind: { type: "string", enum: ["bar", "line", "area", "point", "pie"] },
      x: text,
      y: text,
      series: text,
      title: text,
      from: text,
      file: text,
      sql: text,
      rows,
    },
    required: ["kind", "x", "y"],
  }),
  tool("write_report", "reports", {
    description: "Puts results and texts together to a report with a title and sections.",
    examples: [
      "write a report about it",
      "put both findings in a report",
      "create a report called Q3 with these sections",
    ],
    properties: {
      title: text,
      summary: text,
      sections: {
        type: "array",
        items: { type: "object", properties: { heading: text, text, from: text }, required: ["heading"] },
      },
    },
    required: ["title", "sections"],
  }),
  tool("fetch_page", "web-fetch", {
    description: "Fetches a web page and gives its text, or the passages that answer a question.",
    examples: ["fetch https://example.org", "what does https://example.org/about say", "get the page example.org/news"],
    properties: { url: text, question: text },
    required: ["url"],
  }),
];
