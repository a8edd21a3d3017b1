/** Tasks that wait for one another: found to be told, found to be cut. */
import type { PlannedTask } from "../wire/plan.ts";

/** Ids of one cycle, in order, or undefined. */
export function findCycle(tasks: readonly PlannedTask[]): readonly string[] | undefined {
  let cycle: readonly string[] | undefined;
  walkNeeds(tasks, (trail, need) => {
    cycle = [...trail.slice(trail.indexOf(need)), need];
    return false;
  });
  return cycle;
}

/**
 * Walks along the needs, depth first, and calls `onCircle` for every edge that closes a circle, until it says false.
 * Iterative and in one pass, because plans of thousands of tasks arrive too.
 */
export function walkNeeds(
  tasks: readonly PlannedTask[],
  onCircle: (trail: readonly string[], need: string) => boolean,
): void {
  const needsById = new Map(tasks.map((task) => [task.id, task.needs]));
  const state = new Map<string, "open" | "closed">();
  for (const { id: root } of tasks) {
    if (state.has(root)) continue;
    const trail = [root];
    const next = [0];
    state.set(root, "open");
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const position = next.length - 1;
      const place = next[position] ?? 0;
      next[position] = place + 1;
      const need = needsById.get(top)?.[place];
      if (need === undefined) {
        state.set(top, "closed");
        trail.pop();
        next.pop();
      } else if (state.get(need) === "open") {
        if (!onCircle(trail, need)) return;
      } else if (!state.has(need) && needsById.has(need)) {
        state.set(need, "open");
        trail.push(need);
        next.push(0);
      }
    }
  }
}
