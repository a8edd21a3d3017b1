/** The files of a new tool: whole, working, tested, with comments that explain what can be changed. */

/** What `--kind` may be. */
export const newToolKinds = ["sql", "javascript", "python", "shell", "openapi"] as const;
/** One of them. */
export type NewToolKind = (typeof newToolKinds)[number];

/** What a tool is made from, already checked. */
export interface NewTool {
  readonly name: string;
  readonly kind: NewToolKind;
  /** Addresses of the JSON Schemas, for editors. */
  readonly schemas: { readonly tool: string; readonly test: string };
}

/** Texts by path in the team's folder; the first is the tool itself. */
export function newToolFiles(tool: NewTool): Readonly<Record<string, string>> {
  switch (tool.kind) {
    case "sql":
      return sqlFiles(tool);
    case "javascript":
      return programFiles(tool, { ending: "js", code: javascriptCode, about: javascriptAbout, unit: " words" });
    case "python":
      return programFiles(tool, { ending: "py", code: pythonCode, about: pythonAbout, unit: " words" });
    case "shell":
      return programFiles(tool, { ending: "sh", code: shellCode, about: shellAbout, unit: "" });
    case "openapi":
      return apiFiles(tool);
  }
}

function sqlFiles({ name, schemas }: NewTool): Readonly<Record<string, string>> {
  return {
    [`tools/${name}.yaml`]: `# yaml-language-server: $schema=${schemas.tool}
# A query over data of this team. A change counts for the next run, once somebody has agreed to it again:
#   thorp tools check ${name}    runs the tests beside this file
kind: sql

# For the model: what it does, what it needs, what it gives.
description: The orders of one customer with day and amount, the largest first. Give the name of the customer.
examples:
  - Which orders did Ada place?
  - What did Grace spend with us?
  - Show me the orders of one customer

# What a call gives; :name in the query is bound to it and never pasted.
input:
  customer: { description: "Name of the customer, such as Ada" }
  least: { type: number, description: Only orders of at least this amount, default: 0 }

# In the team's folder: CSV, TSV or JSON. The first is the table data, others have the names of their files.
data: data/${name}.csv
query: |
  SELECT day, amount FROM data
  WHERE customer = :customer AND amount >= :least
  ORDER BY amount DESC
`,
    [`tools/${name}.test.yaml`]: `# yaml-language-server: $schema=${schemas.test}
tests:
  - name: gives the orders of one customer, the largest first
    input: { customer: Ada }
    expect:
      data:
        - { day: "2026-01-09", amount: 40 }
        - { day: "2026-01-05", amount: 12.5 }
  - name: leaves out what is too small
    input: { customer: Ada, least: 20 }
    expect: { text: ["40"] }
  - name: says so when there is nothing
    input: { customer: Nobody }
    expect: { text: no rows }
`,
    [`data/${name}.csv`]: "day,customer,amount\n2026-01-05,Ada,12.50\n2026-01-07,Grace,30\n2026-01-09,Ada,40\n",
  };
}

interface ProgramParts {
  readonly ending: string;
  readonly code: string;
  readonly about: string;
  /** What stands behind the number in its answer. */
  readonly unit: string;
}

function programFiles(
  { name, kind, schemas }: NewTool,
  { ending, code, about, unit }: ProgramParts,
): Readonly<Record<string, string>> {
  return {
    [`tools/${name}.yaml`]: `# yaml-language-server: $schema=${schemas.tool}
# ${about}
# A change counts for the next run, once somebody has agreed to it again:
#   thorp tools check ${name}    runs the tests beside this file
kind: ${kind}
code: ${name}.${ending}

# For the model: what it does, what it needs, what it gives.
description: Counts the words of a text and gives their number. Give the text.
examples:
  - How many words does this text have?
  - Count the words of the letter
  - Is this below 300 words?
input:
  text: { description: The text whose words are counted }
`,
    [`tools/${name}.${ending}`]: code,
    [`tools/${name}.test.yaml`]: `# yaml-language-server: $schema=${schemas.test}
tests:
  - name: counts words over lines
    input: { text: "one two\\nthree" }
    expect: { text: "3${unit}" }
  - name: an empty text has none
    input: { text: "" }
    expect: { text: "0${unit}" }
`,
  };
}

const javascriptAbout = "JavaScript in an interpreter without network, files or packages: it only computes.";
const javascriptCode = `// \`input\` holds the arguments, readFile(name) gives a data file; the last value is the answer.
const words = input.text.split(/\\s+/).filter((word) => word !== "");
\`\${words.length} words\`;
`;
const pythonAbout = "Python in a cage without network; its arguments are JSON on standard input.";
const pythonCode = `import json
import sys

given = json.load(sys.stdin)
# What is printed is the answer; a list or an object as JSON is data as well.
print(f"{len(given['text'].split())} words")
`;
const shellAbout = "A shell in a cage without network; its arguments are variables, and JSON on standard input.";
const shellCode = `# What is printed is the answer.
printf '%s' "$text" | wc -w | tr -d ' '
`;

function apiFiles({ name, schemas }: NewTool): Readonly<Record<string, string>> {
  return {
    [`tools/${name}.openapi.yaml`]: `# An API as tools: every operation is one. A key of the service goes under securitySchemes, see docs/guides/add-an-api.md.
openapi: 3.1.0
info: { title: ${name}, version: "1" }
servers: [{ url: "https://api.example.org" }]
paths:
  /items/{number}:
    get:
      x-name: ${name}
      summary: Looks up one item by its number and gives its name and price.
      x-capability: ${name.replaceAll("_", "-")}
      x-examples:
        - What does item 7 cost?
        - Look up item 12
      parameters:
        - { name: number, in: path, required: true, description: Number of the item, schema: { type: integer } }
      responses: { "200": { description: The item. } }
`,
    [`tools/${name}.test.yaml`]: `# yaml-language-server: $schema=${schemas.test}
tests:
  - name: gives name and price
    input: { number: 7 }
    answers:
      - url: https://api.example.org/items/7
        body: { name: Kettle, price: 30 }
    expect: { text: [Kettle, "30"] }
  - name: a number that is not there is a failure that says so
    input: { number: 8 }
    answers:
      - { url: "https://api.example.org/items/*", status: 404, body: { error: unknown item } }
    expect: { ok: false }
`,
  };
}
