/** How busy each model server is. */
import type { LineLoad, ServerLoad } from "../../engine/operations.ts";

/** Each server once, also where it stands in several lines. Only those that a call has ever gone to. */
export function serverLoads(lines: readonly LineLoad[]): readonly ServerLoad[] {
  const byName = new Map<string, ServerLoad>();
  for (const load of lines.flatMap(({ servers }) => servers)) {
    const known = byName.get(load.server);
    const running = (known?.running ?? 0) + load.running;
    byName.set(load.server, { ...load, running, slots: Math.max(known?.slots ?? 0, load.slots) });
  }
  return [...byName.values()];
}
