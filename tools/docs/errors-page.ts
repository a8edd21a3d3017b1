/** docs/errors.md, made from the table of error codes. */
import { errorTable } from "../../packages/thorp/src/base/errors.ts";

/** What each exit code of the table means to a script. */
const exitMeanings: Readonly<Record<number, string>> = {
  0: "done",
  1: "failed",
  2: "wrong usage",
  3: "configuration",
  4: "authentication",
  5: "budget",
  6: "approval denied or open",
  7: "a model server or provider failed",
  124: "timeout",
  130: "interrupted",
};

export const errorsPagePath = "docs/errors.md";

export function renderErrorsPage(): string {
  const rows = Object.entries(errorTable).map(
    ([code, { status, exit, retryable, hint }]) =>
      `| \`${code}\` | ${status} | ${exit} | ${retryable ? "yes" : "no"} | ${escapeCell(hint)} |`,
  );
  const exits = Object.entries(exitMeanings).map(([exit, meaning]) => `| ${exit} | ${meaning} |`);
  return `# Errors

Every error has a code that stays the same, a message that says what happened and where, and a hint that mends it.
Made by \`npm run docs\` from packages/thorp/src/base/errors.ts; edit the table there.

## Exit codes

| exit | meaning |
|---|---|
${exits.join("\n")}

## Codes

Status is the HTTP status; "again" says whether trying again without a change can help.

| code | status | exit | again | what mends it |
|---|---|---|---|---|
${rows.join("\n")}
`;
}

/** The exit codes of the table that have no meaning here. */
export function unexplainedExits(): number[] {
  const exits = Object.values(errorTable).map(({ exit }) => exit as number);
  return [...new Set(exits)].filter((exit) => exitMeanings[exit] === undefined);
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|");
}
