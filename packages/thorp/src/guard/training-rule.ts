/**
 * Whether a text may train a model: what providers allow, held against where the text came from.
 *
 * A text bears the label of each tool whose answers it was made from, however many agents, tasks and runs lie between.
 * A tool counts by the strictest terms under which any answer of it was ever recorded, and by its terms of today, so
 * that neither an update nor a deleted run makes an old answer free. Of a tool that nobody knows any more nothing is
 * known. Whoever gives data away for training asks here, whatever the data is.
 */
import { type Labels, originOf, sourceOf } from "../base/label.ts";
import type { HeldTerms, TrainingObstacle, TrainingTerms } from "../events/held-terms.ts";

/** Empty where nothing stands in the way. */
export type TrainingRule = (labels: Labels) => readonly TrainingObstacle[];

/** What the rule goes by. */
export interface TrainingFacts {
  /** All terms under which tools were called. */
  readonly ledger: readonly { readonly tool: string; readonly terms: Pick<HeldTerms, "provider" | "training"> }[];
  /** All tools of today; those without terms are of nobody else. */
  readonly tools: readonly { readonly name: string; readonly terms?: Pick<HeldTerms, "provider" | "training"> }[];
  /** Takes also what nobody said anything about. What is forbidden stays forbidden. */
  readonly takesUnknown?: boolean;
}

const UNRECORDED = "unrecorded";
const strictness: Readonly<Record<TrainingTerms, number>> = { allowed: 0, unknown: 1, forbidden: 2 };

/** Reads the facts once. */
export function createTrainingRule({ ledger, tools, takesUnknown = false }: TrainingFacts): TrainingRule {
  const own = new Set(tools.flatMap(({ name, terms }) => (terms === undefined ? [name] : [])));
  const byTool = new Map<string, TrainingFacts["ledger"][number]["terms"]>();
  const today = tools.flatMap(({ name, terms }) => (terms === undefined ? [] : [{ tool: name, terms }]));
  for (const { tool, terms } of [...today, ...ledger]) {
    const known = byTool.get(tool);
    // What is none of the three is of another release: it allows nothing that we know of.
    if (known === undefined || (strictness[terms.training] ?? 1) > (strictness[known.training] ?? 1))
      byTool.set(tool, terms);
  }
  const obstacle = (tool: string): readonly TrainingObstacle[] => {
    const terms = byTool.get(tool);
    if (terms === undefined && own.has(tool)) return [];
    const { provider, training } = terms ?? { provider: UNRECORDED, training: "unknown" };
    if (training === "allowed" || (takesUnknown && training !== "forbidden")) return [];
    return [{ provider, tool, training: training === "forbidden" ? "forbidden" : "unknown" }];
  };
  return (labels) => {
    const called = labels.flatMap((label) => (originOf(label) === "tool" ? [sourceOf(label) ?? ""] : []));
    return called.flatMap(obstacle);
  };
}
