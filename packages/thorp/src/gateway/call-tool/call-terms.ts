/** What a call and its answer carry of the terms of the tool's provider. */
import type { Source } from "../../events/task-result.ts";
import type { Tool, ToolContext } from "../../tools/tool.ts";
import { creditOf, heldTerms } from "../../tools/tool-terms.ts";
import type { ToolOutcome } from "./tool-call.ts";

type Called = Pick<Tool, "name" | "terms">;

/** As they stand in the record of a call: an update of the tool does not change what held before. */
export function termsOf({ terms }: Called): Pick<ToolOutcome, "terms"> {
  return terms === undefined ? {} : { terms: heldTerms(terms) };
}

/** Each source with whom to name beside it; an answer without a source gets one where somebody is to be named. */
export function creditedSources({ name, terms }: Called, sources: readonly Source[]): readonly Source[] {
  const credit = terms === undefined ? undefined : creditOf(terms);
  if (credit === undefined) return sources;
  const named = sources.length > 0 ? sources : [{ title: credit.text, location: credit.url ?? name }];
  return named.map((source) => ({ ...source, credit }));
}

/** Counts what one call takes of the provider of its tool, whatever becomes of it. */
export function countUse({ terms }: Called) {
  let requests = 0;
  let waitedMs = 0;
  return {
    /** The same context, with an eye on what is sent. */
    counted: (context: ToolContext): ToolContext => ({
      ...context,
      fetchPage(...given) {
        requests++;
        return context.fetchPage(...given);
      },
      request(...given) {
        requests++;
        return context.request(...given);
      },
      heldBack: (ms) => void (waitedMs += ms),
    }),
    sum: (): Pick<ToolOutcome, "use"> => (terms === undefined ? {} : { use: { requests, waitedMs } }),
  };
}
