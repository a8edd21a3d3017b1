/** What an import would be able to do, for the person who decides. */

import { oneLine } from "../../base/clean-text.ts";
import type { ApiProposal } from "../../engine/api-desk.ts";
import type { Paint } from "../terminal/paint.ts";
import { renderTable } from "../terminal/table.ts";

type Operation = ApiProposal["api"]["operations"][number];

const columns = [{ title: "tool" }, { title: "does" }, { title: "how" }, { title: "what for", isFlexible: true }];
/** A document can have a mistake in every line. */
const MOST_PROBLEMS = 20;

/** Texts of the document are shown as text: no sign of theirs moves the cursor. */
export function proposalText(proposal: ApiProposal, paint: Paint): string {
  const { api, problems, errors, changes, isUpdate, imported } = proposal;
  const shown = isUpdate
    ? api.operations.filter(({ name }) => changes.some((change) => change.tool === name))
    : api.operations;
  const rows = shown.map((operation) => [
    operation.name,
    doing[operation.effect] ?? operation.effect,
    `${operation.method} ${oneLine(operation.path)}`,
    oneLine(operation.description),
  ]);
  const lines = [
    `${oneLine(api.title)} (${oneLine(api.version)}), as api:${api.id}, from ${imported.from}`,
    `May go to: ${api.hosts.join(", ")}`,
    ...keyLines(api.operations),
    ...(problems.length === 0 ? [] : problemLines(problems, errors)),
    ...(isUpdate ? changes.map(changeLine) : []),
    "",
  ];
  return `${lines.join("\n")}\n${rows.length === 0 ? "" : renderTable(rows, { columns, paint })}\n`;
}

const doing: Readonly<Record<string, string>> = {
  fetch: "reads",
  send: "sends",
  delete: "deletes",
  pay: "costs money",
};

function keyLines(operations: readonly Operation[]): readonly string[] {
  const needs = new Map(
    operations.flatMap(({ needs: all }) => all.flatMap((need) => ("env" in need ? [[need.env, need] as const] : []))),
  );
  return [...needs.values()].map((need) => {
    const where = need.kind === "key" && need.where !== undefined ? `, from ${need.where}` : "";
    const what = need.kind === "setting" ? ` (${need.what})` : "";
    return `${need.isOptional ? "Can use" : "Needs"} ${need.env}${what}${where}`;
  });
}

function problemLines(problems: readonly string[], errors: number): readonly string[] {
  const head =
    errors === 0 ? "Notes:" : `${errors} ${errors === 1 ? "mistake keeps" : "mistakes keep"} operations out:`;
  const rest = problems.length - MOST_PROBLEMS;
  return [
    "",
    head,
    ...problems.slice(0, MOST_PROBLEMS).map((problem) => `  ${oneLine(problem)}`),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ];
}

function changeLine({ tool, kind, what }: ApiProposal["changes"][number]): string {
  if (kind === "new") return `+ ${tool}`;
  return kind === "gone" ? `- ${tool}` : `~ ${tool}: ${what.join(", ")}`;
}
