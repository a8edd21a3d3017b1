/** What providers of tools demand, held against what was done. All for admins. */
import type { Calls } from "./calls.ts";
import type { ComplianceReport, TermsCall, TrainingData } from "./wire/compliance.generated.ts";

/** Rejects with `ThorpApiError`. */
export interface ComplianceClient {
  /** What was asked of providers of tools so far, and what they demand. */
  report(): Promise<ComplianceReport>;
  /** Calls of tools under terms of their providers, newest first; at most 1000, default 50. */
  calls(query?: {
    readonly provider?: string;
    readonly run?: string;
    readonly limit?: number;
  }): Promise<readonly TermsCall[]>;
  /** What of a conversation may train models. `unknown`: also answers of providers who say nothing about training. */
  trainingData(query: {
    readonly conversation: string;
    readonly tasks?: boolean;
    readonly unknown?: boolean;
  }): Promise<TrainingData>;
}

/** The part of the client for compliance. */
export function createComplianceClient({ json }: Calls): ComplianceClient {
  const path = "/api/compliance";
  return {
    report: () => json({ path }),
    calls: async (query = {}) =>
      (await json<{ calls: readonly TermsCall[] }>({ path: `${path}/calls`, query: { ...query } })).calls,
    trainingData: (query) => json({ path: `${path}/training-data`, query: { ...query } }),
  };
}
