/** What a request that follows others is about stands often in those before it. */
import type { Assignment } from "./assignment.ts";

/** Further back the talk was of something else. */
const MOST = 2;

/** The person's last words before the request, newest first. None for a task: its goal stands by itself. */
export function earlierWords({ task, history }: Pick<Assignment, "task" | "history">): readonly string[] {
  if (task !== undefined) return [];
  const said = history.flatMap(({ role, text }) => (role === "person" ? [text] : []));
  return said.slice(-MOST).reverse();
}
