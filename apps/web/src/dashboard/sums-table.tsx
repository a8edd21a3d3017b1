/** Calls, tokens and money of each model or agent; and the share of each tier. */
import { countText, moneyText } from "../parts/format.ts";
import { texts } from "../texts/texts.ts";
import { type KeyedSums, shareText } from "./usage-shape.ts";

const words = texts.dashboard;

export function SumsTable({ rows, name }: { readonly rows: readonly KeyedSums[]; readonly name: string }) {
  if (rows.length === 0) return <p className="text-dim">{words.nothing}</p>;
  return (
    <table className="figures w-full table-fixed text-left">
      <thead className="text-xs text-dim">
        <tr>
          <th className="py-1 font-medium">{name}</th>
          <th className="w-16 py-1 text-right font-medium">{words.calls}</th>
          <th className="w-20 py-1 text-right font-medium">{words.tokens}</th>
          <th className="w-20 py-1 text-right font-medium">{words.money}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, calls, inputTokens, outputTokens, cost }) => (
          <tr key={key} className="border-t border-line">
            <td className="truncate py-1.5" title={key}>
              {key}
            </td>
            <td className="py-1.5 text-right text-dim">{countText(calls)}</td>
            <td className="py-1.5 text-right text-dim">{countText(inputTokens + outputTokens)}</td>
            <td className="py-1.5 text-right text-dim">{moneyText(cost, texts.common.free)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const colours: Readonly<Record<string, string>> = { embedded: "bg-dim", local: "bg-good", frontier: "bg-accent" };

export function TierShare({ tiers }: { readonly tiers: readonly KeyedSums[] }) {
  const all = tiers.reduce((sum, { calls }) => sum + calls, 0);
  if (all === 0) return <p className="text-dim">{words.nothing}</p>;
  return (
    <div className="space-y-3">
      <div aria-hidden="true" className="flex h-3 gap-0.5 overflow-hidden rounded-full bg-inset">
        {tiers.map(({ key, calls }) => (
          <div key={key} className={colours[key] ?? "bg-warn"} style={{ width: `${(calls / all) * 100}%` }} />
        ))}
      </div>
      <ul className="figures space-y-1">
        {tiers.map(({ key, calls, cost }) => (
          <li key={key} className="flex items-center gap-2">
            <span aria-hidden="true" className={`size-2.5 rounded-full ${colours[key] ?? "bg-warn"}`} />
            <span className="flex-1">{texts.common.tiers[key as keyof typeof texts.common.tiers] ?? key}</span>
            <span>{shareText(calls, all)}</span>
            <span className="w-20 text-right text-dim">{moneyText(cost, texts.common.free)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
