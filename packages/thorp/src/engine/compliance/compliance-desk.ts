/** What providers demand, held against what was done: the ledger, its sums, and data that may train models. */
import { createTrainingRule } from "../../guard/training-rule.ts";
import type { Store, TermsFilter, ToolCallRow } from "../../storage/store.ts";
import type { Tool } from "../../tools/tool.ts";
import { type ComplianceReport, complianceReport } from "./compliance-report.ts";
import { collectTrainingData, type TrainingData, type TrainingReads, type TrainingWish } from "./training-data.ts";

/** For whoever answers for what was done with the answers of others. */
export interface ComplianceDesk {
  /** All that was ever asked of providers. */
  report(): Promise<ComplianceReport>;
  /** Calls under terms of providers with their runs and steps, newest first; those of deleted runs are gone. */
  calls(filter?: TermsFilter): Promise<readonly ToolCallRow[]>;
  /** Empty for a conversation that is not there. */
  trainingData(wish: TrainingWish): Promise<TrainingData>;
}

/** Where it is read. */
export interface ComplianceGround {
  readonly reads: TrainingReads & Pick<Store, "termsSums" | "termsCalls">;
  /** All tools of today. */
  readonly tools: () => Promise<readonly Pick<Tool, "name" | "terms">[]>;
}

/** Reads nothing yet. */
export function createComplianceDesk({ reads, tools }: ComplianceGround): ComplianceDesk {
  const facts = () => Promise.all([reads.termsSums(), tools()]);
  return {
    report: async () => complianceReport(...(await facts())),
    calls: (filter) => reads.termsCalls(filter),
    async trainingData({ takesUnknown = false, ...wish }) {
      const [ledger, known] = await facts();
      return collectTrainingData(reads, createTrainingRule({ ledger, tools: known, takesUnknown }), wish);
    },
  };
}
