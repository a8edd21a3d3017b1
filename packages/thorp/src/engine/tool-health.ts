/** Which tools fail at the moment, heard from the record as calls end; forgotten with the process. */
import type { Clock } from "../base/clock.ts";
import type { RunEvent } from "../events/event.ts";
import type { Store } from "../storage/store.ts";

/** How the last calls of each tool went. */
export interface ToolHealth {
  /**
   * More than half of its last ten calls failed, at least three, and the last one of them less than two minutes ago: after
   * that it is tried again, and one more failure is enough to leave it alone for as long.
   */
  isFailing(tool: string): boolean;
  stop(): void;
}

const REMEMBERED = 10;
const FEWEST = 3;
const LEFT_ALONE_MS = 120_000;

/** Listens from now on. */
export function createToolHealth(store: Pick<Store, "onCommit">, clock: Clock): ToolHealth {
  const lastByTool = new Map<string, boolean[]>();
  const failedAt = new Map<string, number>();
  const hear = (event: RunEvent): void => {
    const ended = event.type === "step-end" ? toolEnded(event.result) : undefined;
    if (ended === undefined) return;
    const last = lastByTool.get(ended.tool) ?? [];
    if (!ended.ok) failedAt.set(ended.tool, clock.now());
    lastByTool.set(ended.tool, [...last, ended.ok].slice(-REMEMBERED));
  };
  const stop = store.onCommit((events) => events.forEach(hear));
  return {
    isFailing(tool) {
      const last = lastByTool.get(tool) ?? [];
      const failed = last.filter((ok) => !ok).length;
      const isFresh = clock.now() - (failedAt.get(tool) ?? 0) < LEFT_ALONE_MS;
      return isFresh && failed >= FEWEST && failed * 2 > last.length;
    },
    stop,
  };
}

/** Results of model calls name no tool. */
function toolEnded(result: unknown): { readonly tool: string; readonly ok: boolean } | undefined {
  if (result === null || typeof result !== "object") return undefined;
  const { tool, ok } = result as { readonly tool?: unknown; readonly ok?: unknown };
  return typeof tool === "string" && typeof ok === "boolean" ? { tool, ok } : undefined;
}
