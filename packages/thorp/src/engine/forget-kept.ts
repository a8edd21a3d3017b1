/** What services answered to a run is kept for later runs; when the run is deleted, it goes from there as well. */
import type { Store } from "../storage/store.ts";
import type { EngineCaches } from "./caches.ts";

/** Lets go of all that is kept of the tools that the run called: which of it the run brought nobody writes down. */
export async function forgetKept(
  run: string,
  { store, caches }: { readonly store: Pick<Store, "termsCalls">; readonly caches: Pick<EngineCaches, "clear"> },
): Promise<void> {
  const calls = await store.termsCalls({ run, limit: Number.MAX_SAFE_INTEGER });
  const tools = new Set(calls.flatMap(({ tool, terms }) => ((terms?.cacheMs ?? 0) > 0 ? [tool] : [])));
  for (const tool of tools) await caches.clear({ kind: "tool", model: tool });
}
