/** Which runs have ended, or begun to wait for a person, between two looks at the list of runs. Pure. */
import type { Run } from "@thorp/client";

export type RunStates = ReadonlyMap<string, Run["state"]>;

export function statesOf(runs: readonly Pick<Run, "id" | "state">[]): RunStates {
  return new Map(runs.map(({ id, state }) => [id, state]));
}

/** Nothing of the first look is news, and no run that was not known: it may have ended long ago. */
export function turnsSince<Known extends Pick<Run, "id" | "state">>(
  before: RunStates | undefined,
  runs: readonly Known[],
): readonly Known[] {
  return runs.filter(({ id, state }) => {
    const known = before?.get(id);
    return (known === "running" || known === "waiting") && known !== state && state !== "running";
  });
}
