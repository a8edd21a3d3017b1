/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
/** What was asked of providers of tools, and what they demand. */
export type ComplianceReport = {
  readonly providers: readonly {
    readonly provider: string;
    readonly tools: readonly string[];
    readonly calls: number;
    readonly failed: number;
    readonly kept: number;
    readonly cached: number;
    readonly requests: number;
    readonly refused: number;
    readonly held: number;
    readonly waitedMs: number;
    readonly firstAt: number;
    readonly lastAt: number;
    readonly training: "allowed" | "forbidden" | "unknown";
    readonly credits: readonly { readonly text: string; readonly url?: string }[];
    readonly owed: number;
    readonly hasChanged: boolean;
    readonly today?: {
      readonly cacheMs: number;
      readonly training: "allowed" | "forbidden" | "unknown";
      readonly url?: string;
      readonly note?: string;
      readonly rate?: readonly { readonly requests: number; readonly ms: number }[];
    };
  }[];
};

/** A call of a tool under terms of its provider. */
export type TermsCall = {
  readonly run: string;
  readonly path: string;
  readonly step: string;
  readonly agent: string;
  readonly tool: string;
  readonly at: number;
  readonly ms: number;
  readonly ok: boolean;
  readonly cost: number;
  readonly failure?: string;
  readonly message?: string;
  readonly terms?: {
    readonly provider: string;
    readonly cacheMs: number;
    readonly training: "allowed" | "forbidden" | "unknown";
    readonly attribution?: string;
    readonly url?: string;
  };
  readonly requests: number;
  readonly waitedMs: number;
  readonly cached: boolean;
};

/** What of a conversation may train models, and what may not. */
export type TrainingData = {
  readonly examples: readonly {
    readonly kind: "conversation" | "task";
    readonly messages: readonly { readonly role: "user" | "assistant"; readonly content: string }[];
    readonly conversation: string;
    readonly runs: readonly string[];
    readonly task?: { readonly path: string; readonly agent: string };
    readonly credits: readonly { readonly text: string; readonly url?: string }[];
    readonly feedback: readonly {
      readonly run: string;
      readonly rating?: "up" | "down";
      readonly reason?: string;
      readonly edited?: string;
    }[];
  }[];
  readonly leftOut: readonly {
    readonly kind: "conversation" | "task";
    readonly run: string;
    readonly path?: string;
    readonly because: readonly {
      readonly provider: string;
      readonly tool: string;
      readonly training: "forbidden" | "unknown";
    }[];
  }[];
};
