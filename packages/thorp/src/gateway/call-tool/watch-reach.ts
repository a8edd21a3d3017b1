/** What a tool reaches for while it works: an answer may be kept only when it depends on nothing else. */
import type { ToolContext } from "../../tools/tool.ts";

/** Members that say something and give nothing. */
const SILENT = ["progress", "heldBack"] as const satisfies readonly (keyof ToolContext)[];

/** The same context, and whether any function of it was called but those `within`. */
export function watchReach(
  context: ToolContext,
  within: readonly (keyof ToolContext)[],
): { readonly context: ToolContext; isBeyond(): boolean } {
  const plain = new Set<string>([...SILENT, ...within]);
  let isBeyond = false;
  const watched = Object.entries(context).map(([name, member]: [string, unknown]) => {
    if (typeof member !== "function" || plain.has(name)) return [name, member];
    const use = (...args: readonly unknown[]): unknown => {
      isBeyond = true;
      return Reflect.apply(member, context, args);
    };
    return [name, use];
  });
  return { context: Object.fromEntries(watched) as ToolContext, isBeyond: () => isBeyond };
}
