/** What an agent of a new team can do, guessed from its name, so that the team works before anybody edits it. */

/** The front matter and the rules of an agent to begin with. */
export interface AgentField {
  readonly description: string;
  readonly tools: readonly string[];
  readonly capabilities: readonly string[];
  readonly examples: readonly string[];
  readonly rules: readonly string[];
}

const reading: AgentField = {
  description: "Finds and reads files, documents and web pages, and reports with the source.",
  tools: ["read_document", "search_files", "list_files", "read_file", "fetch_page"],
  capabilities: ["research"],
  examples: [
    "What does contract.pdf say about the notice period?",
    "Search all files for the word invoice",
    "List the CSV files in the folder data",
    "Show lines 10 to 40 of notes.md",
    "Read https://example.org/terms and tell me the notice period",
    "Summarise minutes.docx",
  ],
  rules: [
    "Words in files: `search_files`. A document that is named: `read_document`, with the question in `question`.",
    "Report the passage that answers, and behind it the file and page, line or address.",
  ],
};

const figures: AgentField = {
  description: "Calculates, converts, reckons with dates, queries tables, and makes tables and charts.",
  tools: ["query_data", "calculate", "convert_units", "calculate_dates", "make_chart", "make_table"],
  capabilities: ["statistics"],
  examples: [
    "What is 17.5 percent of 2,340?",
    "Total revenue per region in sales.csv, largest first",
    "Convert 12 miles to kilometres",
    "How many working days are there between 3 March and 18 April?",
    "Bar chart of the costs per month",
    "Show the ten best customers as a table",
  ],
  rules: [
    "Never calculate yourself: a formula is `calculate`, units are `convert_units`, dates `calculate_dates`.",
    "A question about a table: `query_data`, one SELECT; the table is called `data`. For an earlier result `from` with its id.",
  ],
};

const writing: AgentField = {
  description: "Writes texts, reports and files from what the task and its inputs give.",
  tools: ["write_report", "write_file"],
  capabilities: ["writing", "summary", "translation"],
  examples: [
    "Write a report with a section on costs and one on risks",
    "Save this text as summary.md",
    "Draft a polite reminder to a customer",
    "Summarise these results in five sentences",
    "Append the line to log.txt",
    "Translate the letter into English",
  ],
  rules: [
    "Every fact, name and number comes from the task or its inputs, unchanged.",
    "A report: `write_report`, with `from` for results. One plain file: `write_file`.",
  ],
};

const everything: AgentField = {
  description: "Reads files and pages, calculates, works on tables, and makes charts, reports and files.",
  tools: [...reading.tools, ...figures.tools, ...writing.tools],
  capabilities: ["research", "statistics", "writing"],
  examples: [reading, figures, writing].flatMap(({ examples }) => examples.slice(0, 3)),
  rules: [reading, figures, writing].flatMap(({ rules }) => rules.slice(0, 1)),
};

const hints: readonly (readonly [RegExp, AgentField])[] = [
  [/research|search|find|read|know|librar|scout/, reading],
  [/data|analy|number|figure|math|calc|chart|count|statist/, figures],
  [/writ|edit|report|author|letter|text|doc/, writing],
];

/** By agent name, in the order given. Together they have every tool: what no name hints at goes to the first. */
export function fieldsFor(names: readonly string[]): ReadonlyMap<string, AgentField> {
  const fields = new Map(names.map((name) => [name, hints.find(([hint]) => hint.test(name))?.[1] ?? everything]));
  const [first] = names;
  const own = first === undefined ? undefined : fields.get(first);
  if (first === undefined || own === undefined) return fields;
  const covered = new Set([...fields.values()].flatMap(({ tools }) => tools));
  const open = everything.tools.filter((tool) => !covered.has(tool));
  return open.length === 0 ? fields : fields.set(first, { ...own, tools: [...own.tools, ...open] });
}
