/** The plan of a run while it can be changed. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, part } from "../app/api.ts";
import type { Story } from "../story/story.ts";
import type { PlanOperation, PlanView } from "./plan-shape.ts";

export function usePlan(run: string, story: Story) {
  const queries = useQueryClient();
  const path = `/api/runs/${part(run)}/plan`;
  const isOver = story.endedAt !== undefined;
  const { data: view } = useQuery({
    // A plan that anybody changed is another.
    queryKey: ["plan", run, story.plan, story.isPlanOpen, isOver],
    queryFn: () => api<PlanView>(path),
    enabled: story.plan !== undefined && !isOver,
    retry: false,
  });
  /** Rejects when somebody else changed the plan meanwhile. */
  const edit = useCallback(
    async (operations: readonly PlanOperation[]): Promise<void> => {
      const headers: Record<string, string> = view === undefined ? {} : { "if-match": `"${view.revision}"` };
      await api(path, { method: "PATCH", body: { operations }, headers });
      await queries.invalidateQueries({ queryKey: ["plan", run] });
    },
    [path, run, view, queries],
  );
  return { view: isOver ? undefined : view, edit };
}
