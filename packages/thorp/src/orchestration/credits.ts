/**
 * Who is to be named below the answer of a run: the providers whose answers went into it. What went into it is known by
 * its labels, which every way through agents, tasks and merges keeps; what a provider demands stands in the result of
 * its call, so that a recovery and a replay name the same.
 */
import { type Labels, originOf, sourceOf } from "../base/label.ts";
import type { Credit } from "../events/held-terms.ts";
import type { CallTools } from "../gateway/call-tool/call-tools.ts";
import { creditOf } from "../tools/tool-terms.ts";
import type { Environment } from "./environment.ts";

/** One for a run. */
export interface Credits {
  /** The same environment; what its tools bring is watched. */
  watch(environment: Environment): Environment;
  /** Of what was brought so far: each credit once, in the order of its first call. */
  owedBy(labels: Labels): readonly Credit[];
}

/** Owes nothing yet. */
export function createCredits(): Credits {
  const byTool = new Map<string, Credit>();
  const watched =
    (callTools: CallTools): CallTools =>
    async (...asked) => {
      const outcomes = await callTools(...asked);
      for (const { ok, tool, terms } of outcomes) {
        const credit = ok && terms !== undefined ? creditOf(terms) : undefined;
        if (credit !== undefined) byTool.set(tool, credit);
      }
      return outcomes;
    };
  return {
    watch: (environment) => {
      const { services } = environment;
      return { ...environment, services: { ...services, callTools: watched(services.callTools) } };
    },
    owedBy(labels) {
      const tools = new Set(labels.filter((label) => originOf(label) === "tool").map(sourceOf));
      const owed = [...byTool].flatMap(([tool, credit]) => (tools.has(tool) ? [credit] : []));
      return [...new Map(owed.map((credit) => [`${credit.text} ${credit.url ?? ""}`, credit])).values()];
    },
  };
}
