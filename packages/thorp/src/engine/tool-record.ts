/** Where the calls of tools and what people agreed to are written down: in the engine's own data folder, or another's. */
import type { Store, ToolUsage } from "../storage/store.ts";
import { pinsFile, type ToolPinsOptions } from "./tool-pins.ts";
import type { ToolGround } from "./tool-sources.ts";

/** What a list of tools shows beside the tools. */
export interface ToolRecord {
  readonly pins: ToolPinsOptions;
  usage(): Promise<readonly ToolUsage[]>;
}

/** A list of tools may be asked for while another process owns the folder: then it is only read. */
export function toolRecordOf(
  { folder, options: { toolRecord } }: Pick<ToolGround, "folder" | "options">,
  store: Pick<Store, "toolUsage">,
): ToolRecord {
  if (folder !== undefined) return { pins: { file: pinsFile(folder) }, usage: () => store.toolUsage() };
  if (toolRecord === undefined) return { pins: { file: undefined }, usage: () => store.toolUsage() };
  return {
    pins: { file: pinsFile(toolRecord), isReadOnly: true },
    // A folder that an older or newer program has written says nothing here; the list does without.
    usage: () => usageIn(toolRecord).catch(() => []),
  };
}

async function usageIn(folder: string): Promise<readonly ToolUsage[]> {
  const { openReadOnlyStore } = await import("../storage/sqlite/read-only-store.ts");
  const store = await openReadOnlyStore(folder);
  try {
    return await store.toolUsage();
  } finally {
    await store.close();
  }
}
