/** What goes on: requests, tokens, money, how long it takes, what fails, who does it, and the load of now. Renews itself. */
import type { Usage } from "@thorp/client";
import { lazy, Suspense, useMemo, useState } from "react";
import { countText, moneyText } from "../parts/format.ts";
import { texts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Waiting } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { ChoiceField } from "../ui/field.tsx";
import { Page, Section } from "../ui/page.tsx";
import { LatencyTable } from "./latency-table.tsx";
import { LoadSection } from "./load-section.tsx";
import { SumsTable, TierShare } from "./sums-table.tsx";
import { Tile, Tiles } from "./tile.tsx";
import type { TimeChartProps } from "./time-chart.tsx";
import { pointsOf, shareText, stepOf, type UsageWindow, usageWindows, wholeText } from "./usage-shape.ts";
import { useUsage } from "./use-usage.ts";

const TimeChart = lazy(async () => ({ default: (await import("./time-chart.tsx")).TimeChart }));
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
      <h2 className="pt-2 text-base font-semibold">{words.load}</h2>
      <LoadSection />
    </Page>
  );
}

function Figures({ usage }: { readonly usage: Usage }) {
  const { runs, calls, byModel, byAgent, byTier, failures } = usage;
  return (
    <div className="space-y-4">
      <SumTiles usage={usage} />
      <div className="grid gap-4 lg:grid-cols-2">
        <Charts usage={usage} />
        <Section title={words.latency}>
          <LatencyTable
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

function SumTiles({ usage: { runs, calls, running, waiting } }: { readonly usage: Usage }) {
  return (
    <Tiles>
      <Tile name={words.requests} value={countText(runs.begun)} more={words.now(running, waiting)} />
      <Tile name={words.money} value={moneyText(calls.cost, texts.common.free)} more={words.callCount(calls.calls)} />
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
    </Tiles>
  );
}

function Charts({ usage }: { readonly usage: Usage }) {
  const step = stepOf(usage);
  const calls = useMemo(() => pointsOf(usage, (sums) => sums.calls), [usage]);
  const cost = useMemo(() => pointsOf(usage, (sums) => sums.cost), [usage]);
  return (
    <>
      <Chart title={words.callsBy[step]} data={calls} step={step} format={wholeText} />
      <Chart title={words.moneyBy[step]} data={cost} step={step} format={dollarText} />
    </>
  );
}

/** An empty chart would only show marks of an axis that nothing stands on. */
function Chart(chart: TimeChartProps) {
  const isEmpty = chart.data[1].every((value) => value === 0);
  return (
    <Section title={chart.title}>
      {isEmpty ? (
        <p className="h-44 text-dim">{words.nothing}</p>
      ) : (
        <Suspense fallback={<div className="h-44" />}>
          <TimeChart {...chart} />
        </Suspense>
      )}
    </Section>
  );
}

function dollarText(dollars: number): string {
  return dollars === 0 ? "$0" : `$${dollars.toPrecision(2)}`;
}
