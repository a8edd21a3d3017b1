/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
/** What went on in a stretch of time. */
export type Usage = {
  readonly from: number;
  readonly to: number;
  readonly runs: {
    readonly begun: number;
    readonly byState: Readonly<Record<string, number>>;
    readonly ms?: { readonly p50: number; readonly p95: number; readonly p99: number };
  };
  readonly calls: {
    readonly calls: number;
    readonly failed: number;
    readonly cached: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cost: number;
    readonly ms?: { readonly p50: number; readonly p95: number; readonly p99: number };
    readonly firstMs?: { readonly p50: number; readonly p95: number; readonly p99: number };
  };
  readonly byModel: readonly {
    readonly key: string;
    readonly calls: number;
    readonly failed: number;
    readonly cached: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cost: number;
  }[];
  readonly byAgent: readonly {
    readonly key: string;
    readonly calls: number;
    readonly failed: number;
    readonly cached: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cost: number;
  }[];
  readonly byTier: readonly {
    readonly key: string;
    readonly calls: number;
    readonly failed: number;
    readonly cached: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cost: number;
  }[];
  readonly byDay: readonly {
    readonly key: string;
    readonly calls: number;
    readonly failed: number;
    readonly cached: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cost: number;
  }[];
  readonly byHour: readonly {
    readonly key: string;
    readonly calls: number;
    readonly failed: number;
    readonly cached: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cost: number;
  }[];
  readonly failures: readonly { readonly code: string; readonly calls: number }[];
  readonly running: number;
  readonly waiting: number;
};

/** What the machine and the model servers have to do now. */
export type Load = {
  readonly at: number;
  readonly calls: {
    readonly waiting: number;
    readonly running: number;
    readonly servers: readonly { readonly server: string; readonly running: number; readonly slots: number }[];
  };
  readonly process: {
    readonly cpu?: number;
    readonly memory: number;
    readonly lag?: { readonly p50: number; readonly p99: number };
    readonly uptimeMs: number;
  };
  readonly machine: {
    readonly cores: number;
    readonly memory: number;
    readonly freeMemory: number;
    readonly freeDisk?: number;
    readonly data?: number;
  };
};
