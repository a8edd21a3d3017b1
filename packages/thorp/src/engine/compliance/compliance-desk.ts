/** What providers demand, held against what was done: data that may train models. */
import { createTrainingRule, type TrainingFacts } from "../../guard/training-rule.ts";
import type { Store } from "../../storage/store.ts";
import { collectTrainingData, type TrainingData, type TrainingReads, type TrainingWish } from "./training-data.ts";

/** For whoever answers for what a server does. */
export interface ComplianceDesk {
  /** Empty for a conversation that is not there. */
  trainingData(wish: TrainingWish): Promise<TrainingData>;
}

/** Where it is read. */
export interface ComplianceGround {
  readonly reads: TrainingReads & Pick<Store, "termsSums">;
  /** All tools of today. */
  readonly tools: () => Promise<TrainingFacts["tools"]>;
}

/** Reads nothing yet. */
export function createComplianceDesk({ reads, tools }: ComplianceGround): ComplianceDesk {
  return {
    async trainingData({ takesUnknown = false, ...wish }) {
      const [ledger, known] = await Promise.all([reads.termsSums(), tools()]);
      return collectTrainingData(reads, createTrainingRule({ ledger, tools: known, takesUnknown }), wish);
    },
  };
}
