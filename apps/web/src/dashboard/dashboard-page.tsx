/** What goes on: requests, tokens, money, how long it takes, what fails, who does it. Renews itself. */
import type { Usage } from "@thorp/client";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { countText, durationText, moneyText } from "../parts/format.ts";
import { texts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Waiting } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { ChoiceField } from "../ui/field.tsx";
import { Page, Section } from "../ui/page.tsx";
import { SumsTable, TierShare } from "./sums-table.tsx";
import { daysOf, type Percentiles, shareText, type UsageWindow, usageWindows } from "./usage-shape.ts";
import { useUsage } from "./use-usage.ts";

const DayChart = lazy(async () => ({ default: (await import("./day-chart.tsx")).DayChart }));
const words = texts.dashboard;

export function DashboardPage() {
  const [window, setWindow] = useState<UsageWindow>("24h");
  const { value: usage, isConnected, error } = useUsage(window);
  return (
    <Page
      title={texts.app.pages.dashboard}
      about={words.about}
      actions={
        <>
          <Badge tone={isConnected ? "good" : "warn"}>{isConnected ? words.live : words.away}</Badge>
          <ChoiceField
            label={words.window}
            isLabelHidden
            className="w-40!"
            value={window}
            onChoose={(chosen) => setWindow(chosen as UsageWindow)}
            options={usageWindows.map((value) => ({ value, label: words.windows[value] }))}
          />
        </>
      }
    >
      {error !== undefined && <Failure error={error} />}
      {usage === undefined && error === undefined && <Waiting rows={6} label={texts.common.loading} />}
      {usage !== undefined && <Figures usage={usage} />}
    </Page>
  );
}

function Figures({ usage }: { readonly usage: Usage }) {
  const { runs, calls, byModel, byAgent, byTier, failures, running, waiting } = usage;
  const money = (dollars: number): string => moneyText(dollars, texts.common.free);
  return (
    <div className="space-y-4">
      <dl className="figures grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line md:grid-cols-4">
        <Tile name={words.requests} value={countText(runs.begun)} more={words.now(running, waiting)} />
        <Tile name={words.money} value={money(calls.cost)} more={words.callCount(calls.calls)} />
        <Tile
          name={words.tokens}
          value={countText(calls.inputTokens + calls.outputTokens)}
          more={texts.chat.tokensInOut(countText(calls.inputTokens), countText(calls.outputTokens))}
        />
        <Tile
          name={words.failed}
          value={shareText(calls.failed, calls.calls)}
          more={words.cachedShare(shareText(calls.cached, calls.calls))}
        />
      </dl>
      <div className="grid gap-4 lg:grid-cols-2">
        <Section title={words.callsByDay}>
          <Suspense fallback={<div className="h-40" />}>
            <DayChart title={words.callsByDay} data={daysOf(usage, (sums) => sums.calls)} format={countText} />
          </Suspense>
        </Section>
        <Section title={words.moneyByDay}>
          <Suspense fallback={<div className="h-40" />}>
            <DayChart
              title={words.moneyByDay}
              data={daysOf(usage, (sums) => sums.cost)}
              format={(dollars) => `$${dollars.toPrecision(2)}`}
            />
          </Suspense>
        </Section>
        <Section title={words.latency}>
          <Latency
            rows={[
              [words.wholeRun, runs.ms],
              [words.wholeCall, calls.ms],
              [words.firstToken, calls.firstMs],
            ]}
          />
        </Section>
        <Section title={words.tiers} about={words.tiersAbout}>
          <TierShare tiers={byTier} />
        </Section>
        <Section title={words.models}>
          <SumsTable rows={byModel} name={words.model} />
        </Section>
        <Section title={words.agents}>
          <SumsTable rows={byAgent} name={words.agent} />
        </Section>
      </div>
      {failures.length > 0 && (
        <Section title={words.failures}>
          <ul className="figures space-y-1">
            {failures.map(({ code, calls: count }) => (
              <li key={code} className="flex justify-between gap-4">
                <span className="font-mono text-xs">{code}</span>
                <span className="text-dim">{words.callCount(count)}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

function Tile({ name, value, more }: { readonly name: string; readonly value: ReactNode; readonly more: string }) {
  return (
    <div className="bg-card px-4 py-3">
      <dt className="text-xs text-dim">{name}</dt>
      <dd className="mt-0.5 text-xl font-semibold tracking-tight">{value}</dd>
      <dd className="text-xs text-dim">{more}</dd>
    </div>
  );
}

interface LatencyProps {
  readonly rows: readonly (readonly [name: string, ms: Percentiles | undefined])[];
}

function Latency({ rows }: LatencyProps) {
  return (
    <table className="figures w-full text-left">
      <thead className="text-xs text-dim">
        <tr>
          <th className="py-1 font-medium">{words.what}</th>
          {["p50", "p95", "p99"].map((name) => (
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
            {[ms?.p50, ms?.p95, ms?.p99].map((value, at) => (
              <td key={at} className="py-1.5 text-right text-dim">
                {value === undefined ? "–" : durationText(value)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
