/** Tools that are given as they are. */
import type { Tool } from "../tool.ts";
import type { ToolSource } from "../tool-source.ts";

/** A source whose tools never change. */
export function fixedSource(about: Pick<ToolSource, "id" | "kind" | "title">, tools: readonly Tool[]): ToolSource {
  return { ...about, load: async () => ({ tools, problems: [] }) };
}
