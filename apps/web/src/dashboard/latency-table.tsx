/** How long runs and calls take: the middle, and the slow ends. */
import { durationText } from "../parts/format.ts";
import { texts } from "../texts/texts.ts";
import type { Percentiles } from "./usage-shape.ts";

const names = ["p50", "p95", "p99"] as const;

export interface LatencyTableProps {
  readonly rows: readonly (readonly [name: string, ms: Percentiles | undefined])[];
}

export function LatencyTable({ rows }: LatencyTableProps) {
  return (
    <table className="figures w-full text-left">
      <thead className="text-xs text-dim">
        <tr>
          <th className="py-1 font-medium">{texts.dashboard.what}</th>
          {names.map((name) => (
            <th key={name} className="py-1 text-right font-medium">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ms]) => (
          <tr key={name} className="border-t border-line">
            <td className="py-1.5">{name}</td>
            {names.map((at) => (
              <td key={at} className="py-1.5 text-right text-dim">
                {ms === undefined ? "–" : durationText(ms[at])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
