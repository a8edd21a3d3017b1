/** Which tools fail at the moment, heard from the record as calls end; forgotten with the process. */
import type { RunEvent } from "../events/event.ts";
import type { Store } from "../storage/store.ts";

/** How the last calls of each tool went. */
export interface ToolHealth {
  /** More than half of its last ten calls failed, and at least three. */
  isFailing(tool: string): boolean;
  stop(): void;
}

const REMEMBERED = 10;
const FEWEST = 3;

/** Listens from now on. */
export function createToolHealth(store: Pick<Store, "onCommit">): ToolHealth {
  const lastByTool = new Map<string, boolean[]>();
  const hear = (event: RunEvent): void => {
    const ended = event.type === "step-end" ? toolEnded(event.result) : undefined;
    if (ended === undefined) return;
    const last = lastByTool.get(ended.tool) ?? [];
    lastByTool.set(ended.tool, [...last, ended.ok].slice(-REMEMBERED));
  };
  const stop = store.onCommit((events) => events.forEach(hear));
  return {
    isFailing(tool) {
      const last = lastByTool.get(tool) ?? [];
      const failed = last.filter((ok) => !ok).length;
      return failed >= FEWEST && failed * 2 > last.length;
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
