/** Which runs are shown. */
import type { Run } from "@thorp/client";
import type { RunFilter } from "../app/places.ts";

/** All words of the search must be in the request, in any order. */
export function filterRuns(runs: readonly Run[], { search, state, team }: RunFilter): readonly Run[] {
  const wanted = (search ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter(
    (run) =>
      (!state || run.state === state) &&
      (!team || run.team === team) &&
      wanted.every((word) => run.text.toLowerCase().includes(word)),
  );
}

export function teamsOf(runs: readonly Run[]): readonly string[] {
  return [...new Set(runs.map(({ team }) => team))].toSorted((a, b) => a.localeCompare(b));
}
