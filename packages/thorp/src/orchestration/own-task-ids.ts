/**
 * A plan below a task, kept apart from the results that the task was given: both count from t1.
 *
 * Every task of such a plan reads what the whole was given, so nobody has to wait for it by name.
 */
import type { PlannedTask } from "../wire/plan.ts";

/** The tasks under names that no given result has. */
export interface OwnTaskIds {
  readonly tasks: PlannedTask[];
  /** What the task of a name is called now. */
  readonly idOf: (id: string) => string;
}

/**
 * Gives a task that bears the name of a given result another one. A needed name means the task of this plan where there
 * is one, else the result; a task that needs its own name means the result.
 */
export function ownTaskIds(tasks: readonly PlannedTask[], given: ReadonlySet<string>, longest: number): OwnTaskIds {
  const taken = new Set([...given, ...tasks.map((task) => task.id)]);
  const renamed = new Map<string, string>();
  for (const { id } of tasks) {
    if (!given.has(id) || renamed.has(id)) continue;
    let other = id;
    for (let n = 2; taken.has(other); n++) other = `${id.slice(0, longest - 6)}-${n}`;
    taken.add(other);
    renamed.set(id, other);
  }
  const idOf = (id: string): string => renamed.get(id) ?? id;
  const needsOf = ({ id, needs }: PlannedTask): readonly string[] =>
    needs.filter((need) => !given.has(need) || (renamed.has(need) && need !== id)).map(idOf);
  return { tasks: tasks.map((task) => ({ ...task, id: idOf(task.id), needs: [...needsOf(task)] })), idOf };
}
