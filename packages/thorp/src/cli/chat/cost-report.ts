/** What was spent: by the last run, by this conversation, and today, with the share of each model. */
import { formatMoney, type MicroDollars } from "../../base/money.ts";
import { runsOf } from "../../engine/conversations.ts";
import type { ModelCallRow, RunRow } from "../../storage/store.ts";
import { renderTable } from "../terminal/table.ts";
import type { Chat } from "./chat.ts";

interface Spending {
  calls: number;
  input: number;
  output: number;
  cost: number;
}

/** A day of more runs than this is summed up from the newest. */
const MOST_RUNS = 2000;

/** Lines of a table. Runs that were taken back count, for they cost money; the rules model has no tokens. */
export async function costReport({ thorp, state, context }: Chat): Promise<string> {
  const { terminal, surroundings } = context;
  const conversation = state.conversation === undefined ? [] : await runsOf(thorp, state.conversation);
  const midnight = startOfDay(surroundings.now());
  const today = (await thorp.listRuns({ limit: MOST_RUNS })).filter(({ startedAt }) => startedAt >= midnight);
  const last = conversation.filter(({ id }) => id === state.lastRun);
  const callsByRun = new Map<string, readonly ModelCallRow[]>();
  for (const { id } of [...conversation, ...today])
    if (!callsByRun.has(id)) callsByRun.set(id, await thorp.modelCalls(id));
  const rows = [
    ...spendingRows("last run", last, callsByRun),
    ...spendingRows("conversation", conversation, callsByRun),
    ...spendingRows("today", today, callsByRun),
  ];
  const columns = [
    { title: "" },
    { title: "model", isFlexible: true },
    { title: "calls", isRight: true },
    { title: "tokens in", isRight: true },
    { title: "out", isRight: true },
    { title: "cost", isRight: true },
  ];
  const width = surroundings.stdout.isTTY ? { width: terminal.width() } : {};
  return renderTable(rows, { columns, paint: terminal.paint, ...width });
}

/** One row for the whole, then one for each model when there are several. */
function spendingRows(
  name: string,
  runs: readonly RunRow[],
  callsByRun: ReadonlyMap<string, readonly ModelCallRow[]>,
): readonly (readonly string[])[] {
  const byModel = new Map<string, Spending>();
  for (const { id } of runs) {
    for (const { model, tier, inputTokens, outputTokens, cost } of callsByRun.get(id) ?? []) {
      // Words that the rules model reads cost nothing and are no tokens of anybody.
      const isRules = tier === "embedded";
      const key = isRules ? "engine: rules" : model;
      const sum = byModel.get(key) ?? { calls: 0, input: 0, output: 0, cost: 0 };
      sum.calls++;
      sum.input += isRules ? 0 : inputTokens;
      sum.output += isRules ? 0 : outputTokens;
      sum.cost += cost;
      byModel.set(key, sum);
    }
  }
  const models = [...byModel].sort(([, a], [, b]) => b.cost - a.cost || b.calls - a.calls);
  const [only] = models;
  if (models.length === 1 && only !== undefined) return [[name, only[0], ...amounts(only[1])]];
  const total = models.reduce(
    (sum, [, each]) => ({
      calls: sum.calls + each.calls,
      input: sum.input + each.input,
      output: sum.output + each.output,
      cost: sum.cost + each.cost,
    }),
    { calls: 0, input: 0, output: 0, cost: 0 },
  );
  return [[name, "all", ...amounts(total)], ...models.map(([model, each]) => ["", model, ...amounts(each)])];
}

function amounts({ calls, input, output, cost }: Spending): readonly string[] {
  const count = (value: number) => value.toLocaleString("en");
  return [count(calls), count(input), count(output), formatMoney(cost as MicroDollars)];
}

/** Midnight, in the time zone of the machine. */
function startOfDay(now: number): number {
  return new Date(now).setHours(0, 0, 0, 0);
}
