/** Ends of tasks as inputs of the next brief: by reference, with what a reader needs to use them. */
import type { BriefInput } from "../models/brief.ts";
import type { TaskEnd } from "./schedule-plan.ts";

/** Tasks without a result are left out; the order stays. */
export function briefInputs(ends: readonly TaskEnd[]): readonly BriefInput[] {
  return ends.flatMap(({ task, result }) =>
    result === undefined
      ? []
      : [
          {
            id: task.id,
            goal: task.goal,
            text: result.text,
            ...(result.data === undefined ? {} : { data: result.data }),
            artifacts: result.artifacts,
            sources: result.sources,
            labels: result.labels,
            ...(result.links === undefined ? {} : { links: result.links }),
          },
        ],
  );
}
