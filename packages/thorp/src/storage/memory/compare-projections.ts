/** What differs between rows as they are and as the events say they should be, in words. */
import { stableStringify } from "../../base/json.ts";
import type { MemoryProjection } from "./memory-projection.ts";

/** One sentence per row that differs; empty when nothing does. */
export function compareProjections(actual: MemoryProjection, expected: MemoryProjection): readonly string[] {
  const tables: readonly [string, (of: MemoryProjection) => ReadonlyMap<string, unknown>][] = [
    ["Run", (of) => of.runs],
    ["Call", (of) => of.calls],
    ["Tasks of run", (of) => new Map([...of.tasks].map(([run, tasks]) => [run, [...tasks.values()]]))],
    ["Model calls of run", (of) => of.modelCalls],
    ["Tool calls of run", (of) => of.toolCalls],
    ["Feedback on run", (of) => of.feedback],
    ["Spend", (of) => of.spend],
  ];
  return tables.flatMap(([name, rowsOf]) => compareRows(name, rowsOf(actual), rowsOf(expected)));
}

function compareRows(
  name: string,
  actual: ReadonlyMap<string, unknown>,
  expected: ReadonlyMap<string, unknown>,
): string[] {
  const keys = [...new Set([...actual.keys(), ...expected.keys()])];
  return keys.flatMap((key) => {
    const is = actual.get(key);
    const should = expected.get(key);
    if (stableStringify(is) === stableStringify(should)) return [];
    if (is === undefined) return [`${name} ${key}: missing; the events say ${stableStringify(should)}.`];
    if (should === undefined) return [`${name} ${key}: no event says ${stableStringify(is)}.`];
    return [`${name} ${key}: is ${stableStringify(is)}; the events say ${stableStringify(should)}.`];
  });
}
