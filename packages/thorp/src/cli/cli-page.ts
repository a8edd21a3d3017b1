/** docs/cli.md, made from the commands themselves. */
import type { Command } from "commander";
import { errorTable } from "../base/errors.ts";
import { createCommandContext } from "./command-context.ts";
import { createProgram } from "./program.ts";
import type { Surroundings } from "./surroundings.ts";

/** Relative to the repository. */
export const cliPagePath = "docs/cli.md";

/** The whole page as Markdown. The same commands give the same bytes, so that a test can compare. */
export function renderCliPage(): string {
  const program = createProgram(createCommandContext(silentSurroundings(), { finish: () => {}, noteLog: () => {} }));
  const commands = program.commands.flatMap((command) => commandSections(command, 2));
  return `# Command line

Made by \`npm run docs\` from packages/thorp/src/cli; edit the commands there.

What was asked for goes to standard output, everything else to standard error. Colours and redrawing are off when the
output is no terminal, and with \`NO_COLOR\` (colours), \`TERM=dumb\` or \`CI\` (both). In a terminal, the first Ctrl-C
cancels the run in order and the second leaves at once.

${fenced(helpOf(program))}
## Exit codes

| exit | when |
|---|---|
| 0 | done |
| 1 | the run ended with only a part of what was asked, or failed for a reason without a code of its own |
${exitRows()}

A failed run exits as its failure says; which code belongs to which failure stands in errors.md. With \`--json\` an error
is one line on standard error: \`{"error":{"code":"usage","message":"...","hint":"..."}}\`.

## JSON

\`thorp ask --json\`, \`thorp runs resume --json\` and \`thorp logs --json\` write one update a line:

- \`{"kind":"event","type":"task-start","run":"run_...","seq":7,"at":1795236713532,"path":"t1",...}\`: durable, numbered
  from 1 without gaps; \`path\` is empty for the run itself, else the task.
- \`{"kind":"frame","type":"text","run":"run_...","path":"","step":"answer-model-1","attempt":1,"offset":0,"delta":"The "}\`:
  text as it is written. A higher \`attempt\` replaces all text of the lower one of its step, and a
  \`check-end\` with \`withdraws\` takes back the text of the step that it names. The final answer comes as
  the event \`message-add\` with \`"role":"team"\`.

Money is in US dollars, times are milliseconds since 1970.

${commands.join("\n")}`;
}

/** What each exit code of the table means to a script. */
const exitMeanings: Readonly<Record<number, string>> = {
  2: "wrong usage: an unknown command, option, team, model or run",
  3: "the configuration, a team or the catalogue has a mistake, or Node is too old",
  4: "not allowed: access to a server was refused",
  5: "the budget is used up, or a price is unknown",
  6: "something was not approved, or lies outside the workspace",
  7: "a model server or provider failed",
  124: "the deadline came first",
  130: "cancelled with Ctrl-C",
};

function exitRows(): string {
  const used = [...new Set(Object.values(errorTable).map(({ exit }) => exit as number))].sort((a, b) => a - b);
  return used
    .filter((exit) => exit > 1)
    .map((exit) => `| ${exit} | ${exitMeanings[exit] ?? ""} |`)
    .join("\n");
}

function commandSections(command: Command, depth: number): readonly string[] {
  const name = pathOf(command);
  const section = `${"#".repeat(depth)} ${name}\n\n${fenced(helpOf(command))}`;
  return [section, ...command.commands.flatMap((child) => commandSections(child, Math.min(depth + 1, 4)))];
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function helpOf(command: Command): string {
  return command.configureHelp({ helpWidth: 100 }).helpInformation().trimEnd();
}

function fenced(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\`\n`;
}

function silentSurroundings(): Surroundings {
  const silent = { write: () => {} };
  return {
    stdin: { async *[Symbol.asyncIterator]() {} },
    stdout: silent,
    stderr: silent,
    env: {},
    cwd: "/",
    now: () => 0,
    onSignal: () => () => {},
    exit: () => {},
    openEngine: () => Promise.reject(new Error("A page needs no engine.")),
  };
}
