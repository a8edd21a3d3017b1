/** What providers of tools demand, held against what was done. All for admins. */
import type { Calls } from "./calls.ts";
import type { TrainingData } from "./wire/compliance.generated.ts";

/** Rejects with `ThorpApiError`. */
export interface ComplianceClient {
  /** What of a conversation may train models. `unknown`: also answers of providers who say nothing about training. */
  trainingData(query: {
    readonly conversation: string;
    readonly tasks?: boolean;
    readonly unknown?: boolean;
  }): Promise<TrainingData>;
}

/** The part of the client for compliance. */
export function createComplianceClient({ json }: Calls): ComplianceClient {
  return { trainingData: (query) => json({ path: "/api/compliance/training-data", query: { ...query } }) };
}
