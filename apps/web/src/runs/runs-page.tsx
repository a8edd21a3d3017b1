/** All runs, the newest first, by state, team and words. */
import { useQuery } from "@tanstack/react-query";
import type { Run } from "@thorp/client";
import { ListTree } from "lucide-react";
import { Link } from "../app/link.tsx";
import type { RunFilter } from "../app/places.ts";
import { thorp } from "../app/thorp.ts";
import { goTo } from "../app/use-place.ts";
import { durationText, moneyText, timeText } from "../parts/format.ts";
import { StateMark } from "../parts/state-mark.tsx";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Empty, Waiting } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { ChoiceField, TextField } from "../ui/field.tsx";
import { Page } from "../ui/page.tsx";
import { filterRuns, teamsOf } from "./filter-runs.ts";

const words = texts.runs;
const states = ["running", "waiting", "done", "partial", "failed", "cancelled"] as const;

export function RunsPage({ filter }: { readonly filter: RunFilter }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["runs", "all"],
    queryFn: () => thorp.runs.list({ limit: 500 }),
    refetchInterval: 3_000,
  });
  const found = data === undefined ? undefined : filterRuns(data, filter);
  return (
    <Page title={texts.app.pages.runs} about={words.about} actions={<Filters filter={filter} runs={data ?? []} />}>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting rows={8} label={texts.common.loading} />}
      {data?.length === 0 && <Empty icon={ListTree} title={words.empty} about={words.emptyAbout} />}
      {data !== undefined && data.length > 0 && found?.length === 0 && (
        <Empty icon={ListTree} title={words.noMatch} about={words.noMatchAbout}>
          <Button onClick={() => goTo({ page: "runs" })}>{words.clear}</Button>
        </Empty>
      )}
      {found !== undefined && found.length > 0 && <RunTable runs={found} />}
    </Page>
  );
}

function Filters({ filter, runs }: { readonly filter: RunFilter; readonly runs: readonly Run[] }) {
  const change = (changed: Partial<RunFilter>): void => goTo({ page: "runs", ...filter, ...changed }, "replace");
  return (
    <div className="flex flex-wrap gap-2">
      <TextField
        type="search"
        label={words.search}
        isLabelHidden
        placeholder={words.search}
        value={filter.search ?? ""}
        onChange={(event) => change({ search: event.target.value })}
        className="w-56!"
      />
      <ChoiceField
        label={words.state}
        isLabelHidden
        value={filter.state ?? ""}
        onChoose={(state) => change({ state })}
        options={[
          { value: "", label: words.anyState },
          ...states.map((value) => ({ value, label: texts.common.states[value] })),
        ]}
        className="w-36!"
      />
      <ChoiceField
        label={words.team}
        isLabelHidden
        value={filter.team ?? ""}
        onChoose={(team) => change({ team })}
        options={[{ value: "", label: words.anyTeam }, ...teamsOf(runs).map((value) => ({ value, label: value }))]}
        className="w-36!"
      />
    </div>
  );
}

function RunTable({ runs }: { readonly runs: readonly Run[] }) {
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-card">
      <table className="w-full table-fixed text-left">
        <thead className="border-b border-line text-xs text-dim">
          <tr>
            <th className="px-4 py-2 font-medium">{words.columns.request}</th>
            <th className="w-28 px-2 py-2 font-medium">{words.columns.state}</th>
            <th className="w-28 px-2 py-2 font-medium max-md:hidden">{words.columns.team}</th>
            <th className="w-24 px-2 py-2 text-right font-medium max-sm:hidden">{words.columns.time}</th>
            <th className="w-20 px-2 py-2 text-right font-medium max-sm:hidden">{words.columns.cost}</th>
            <th className="w-52 px-4 py-2 text-right font-medium max-lg:hidden">{words.columns.started}</th>
          </tr>
        </thead>
        <tbody className="figures">
          {runs.map((run) => (
            <tr key={run.id} className="border-b border-line last:border-0 hover:bg-inset">
              <td className="p-0">
                <Link to={{ page: "run", run: run.id, tab: "overview" }} className="block truncate px-4 py-2">
                  {run.text}
                </Link>
              </td>
              <td className="px-2 py-2 text-xs">
                <StateMark state={run.state} isRun />
              </td>
              <td className="truncate px-2 py-2 text-dim max-md:hidden">{run.team}</td>
              <td className="px-2 py-2 text-right text-dim max-sm:hidden">
                {run.endedAt === undefined ? "" : durationText(run.endedAt - run.startedAt)}
              </td>
              <td className="px-2 py-2 text-right text-dim max-sm:hidden">{moneyText(run.cost, texts.common.free)}</td>
              <td className="px-4 py-2 text-right whitespace-nowrap text-dim max-lg:hidden">
                {timeText(run.startedAt)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
