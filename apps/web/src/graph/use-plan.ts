/** The plan of a run while it can be changed. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import type { PlanOperation } from "@thorp/client";
import { useCallback } from "react";
import { thorp } from "../app/thorp.ts";
import type { Story } from "../story/story.ts";

export function usePlan(run: string, story: Story) {
  const queries = useQueryClient();
  const isOver = story.endedAt !== undefined;
  const { data: view } = useQuery({
    // A plan that anybody changed is another.
    queryKey: ["plan", run, story.plan, story.isPlanOpen, isOver],
    queryFn: () => thorp.plans.show(run),
    enabled: story.plan !== undefined && !isOver,
    // While it is fetched anew, what somebody types into a task stays.
    placeholderData: keepPreviousData,
  });
  /** Rejects when somebody else changed the plan meanwhile. */
  const edit = useCallback(
    async (operations: readonly PlanOperation[]): Promise<void> => {
      await thorp.plans.edit(run, operations, { revision: view?.revision });
      await queries.invalidateQueries({ queryKey: ["plan", run] });
    },
    [run, view, queries],
  );
  return { view: isOver ? undefined : view, edit };
}
