/** All runs, the newest first. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "../app/link.tsx";
import { thorp } from "../app/thorp.ts";
import { durationText, moneyText, timeText } from "../parts/format.ts";
import { StateMark } from "../parts/state-mark.tsx";
import { words } from "../words.ts";

export function RunsPage() {
  const { data: runs, error } = useQuery({
    queryKey: ["runs", "all"],
    queryFn: () => thorp.runs.list({ limit: 200 }),
    refetchInterval: 3_000,
  });
  return (
    <div className="h-full overflow-auto p-4" tabIndex={0} role="region" aria-label={words.pages.runs}>
      <h1 className="mb-3 text-xl font-semibold">{words.pages.runs}</h1>
      {error !== null && <p role="alert">{error.message}</p>}
      <table className="w-full text-left text-sm">
        <thead className="text-dim">
          <tr>
            {[
              words.columns.request,
              words.team,
              words.columns.state,
              words.time,
              words.cost,
              words.columns.started,
            ].map((title) => (
              <th key={title} className="p-1 font-normal">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs?.map((run) => (
            <tr key={run.id} className="border-t border-line">
              <td className="max-w-xs p-1">
                <Link to={{ page: "run", run: run.id }} className="block truncate text-accent underline">
                  {run.text}
                </Link>
              </td>
              <td className="p-1">{run.team}</td>
              <td className="p-1">
                <StateMark state={run.state} />
              </td>
              <td className="p-1">{run.endedAt === undefined ? "" : durationText(run.endedAt - run.startedAt)}</td>
              <td className="p-1">{moneyText(run.cost, words.free)}</td>
              <td className="p-1 whitespace-nowrap">{timeText(run.startedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
