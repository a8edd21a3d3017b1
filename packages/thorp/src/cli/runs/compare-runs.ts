/** Two runs side by side, in sentences: what was asked, planned, used, spent, answered. */

import { oneLine } from "../../base/clean-text.ts";
import { formatMoney } from "../../base/money.ts";
import { durationWords, shortId } from "../../base/words.ts";
import type { RunDetail } from "../../engine/thorp.ts";
import { usedModels } from "../ask/run-footer.ts";

/** Empty when nothing that a person would call a difference was found. */
export function compareRuns(first: RunDetail, second: RunDetail): readonly string[] {
  const names = [shortId(first.run.id), shortId(second.run.id)] as const;
  const both = <Value>(of: (detail: RunDetail) => Value) => [of(first), of(second)] as const;
  const differing = (what: string, [a, b]: readonly [string, string]): string[] =>
    a === b ? [] : [`${what}: ${quoted(a)} in ${names[0]}, ${quoted(b)} in ${names[1]}`];
  return [
    ...differing(
      "Request",
      both(({ run }) => run.text),
    ),
    ...differing(
      "Team",
      both(({ run }) => run.team),
    ),
    ...differing(
      "State",
      both(({ run }) => run.state),
    ),
    ...planDifferences(first, second, names),
    ...differing("Models", both(usedModels)),
    ...differing(
      "Failure",
      both(({ failure }) => (failure === undefined ? "" : `${failure.code}, ${failure.message}`)),
    ),
    ...differing(
      "Cost",
      both(({ run }) => formatMoney(run.cost)),
    ),
    ...differing(
      "Time",
      both(({ run }) => (run.endedAt === undefined ? "not ended" : durationWords(run.endedAt - run.startedAt))),
    ),
    ...answerDifferences(both(answerOf), names),
  ];
}

type Names = readonly [string, string];

function planDifferences(first: RunDetail, second: RunDetail, names: Names): readonly string[] {
  const [a, b] = [first, second].map(({ plan, tasks }) => {
    return (plan?.tasks ?? []).map(({ id, goal, agent }) => {
      const state = tasks.find((task) => task.path === id)?.state ?? "not started";
      return `${oneLine(goal)} (${agent}, ${state})`;
    });
  }) as [string[], string[]];
  const only = (own: readonly string[], other: readonly string[], name: string) =>
    own.filter((task) => !other.includes(task)).map((task) => `Only in ${name}: task ${task}`);
  return [...only(a, b, names[0]), ...only(b, a, names[1])];
}

function answerDifferences([a, b]: readonly [string, string], names: Names): readonly string[] {
  if (a === b) return [];
  const [linesA, linesB] = [a, b].map((text) =>
    text
      .split("\n")
      .map(oneLine)
      .filter((line) => line !== ""),
  ) as [string[], string[]];
  const only = (own: readonly string[], other: readonly string[], name: string) =>
    own.filter((line) => !other.includes(line)).map((line) => `Answer, only in ${name}: ${line}`);
  const lines = [...only(linesA, linesB, names[0]), ...only(linesB, linesA, names[1])];
  return lines.length > 0 ? lines : ["Answer: the same lines, arranged otherwise"];
}

function answerOf({ messages }: RunDetail): string {
  return messages
    .filter(({ role }) => role === "team")
    .map(({ text }) => text)
    .join("\n");
}

function quoted(text: string): string {
  const line = oneLine(text);
  return line === "" ? "none" : line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
