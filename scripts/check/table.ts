/** The short table at the end of a check. */
import type { Counts } from "./counts.ts";

export interface Row {
  readonly name: string;
  readonly counts: Counts;
  readonly seconds: number;
  readonly note?: string;
}

export function renderTable(rows: readonly Row[]): string {
  const width = Math.max(...rows.map((row) => row.name.length));
  return rows
    .map((row) => {
      const verdict = row.counts.failed > 0 ? "FAILED" : "ok";
      const line = `${row.name.padEnd(width)}  ${verdict.padEnd(6)}  ${row.seconds.toFixed(1).padStart(6)} s`;
      return row.note === undefined ? line : `${line}  ${row.note}`;
    })
    .join("\n");
}
