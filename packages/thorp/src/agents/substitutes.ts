/**
 * Tools that would not work now, because a key is missing or their last calls failed: where the same agent has another
 * one of the same capability that would work, that one is offered instead, and the person is told.
 */
import type { Tool } from "../tools/tool.ts";

/** Why a call of a tool would fail now, to follow its name and a colon; undefined when nothing speaks against it. */
export type ToolTrouble = (tool: Tool) => string | undefined;

/** One tool in the place of another. */
export interface Substitute {
  readonly tool: string;
  readonly instead: string;
  readonly why: string;
}

/** In the order of `tools`; of several that would do, the first one stands in. */
export function substitutesAmong(tools: readonly Tool[], troubleOf: ToolTrouble | undefined): readonly Substitute[] {
  if (troubleOf === undefined) return [];
  return tools.flatMap((tool) => {
    const why = troubleOf(tool);
    if (why === undefined) return [];
    const instead = tools.find((other) => other.capability === tool.capability && troubleOf(other) === undefined);
    return instead === undefined ? [] : [{ tool: tool.name, instead: instead.name, why }];
  });
}

/** For the person. */
export function substituteWords({ tool, instead, why }: Substitute): string {
  return `${instead} is offered instead of ${tool}: ${why}`;
}
