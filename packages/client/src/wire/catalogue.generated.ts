/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
/** A folder of agents and their rules. */
export type Team = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly folder: string;
  readonly agents: readonly {
    readonly name: string;
    readonly kind: string;
    readonly description: string;
    readonly idle?: string;
  }[];
};

/** A team with its agents as their files say. */
export type TeamDetail = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly folder: string;
  readonly top: string;
  readonly limits: { readonly depth: number; readonly tasks: number; readonly steps: number };
  readonly agents: readonly {
    readonly name: string;
    readonly kind: string;
    readonly description: string;
    readonly instructions: string;
    readonly models: { readonly embedded?: string; readonly local?: string; readonly frontier?: string };
    readonly threshold: number;
    readonly tools: readonly string[];
    readonly delegates: readonly string[];
    readonly peers: readonly string[];
    readonly examples: readonly string[];
    readonly skills: readonly string[];
    readonly knowledge: readonly string[];
    readonly capabilities: readonly string[];
    readonly memory: readonly string[];
    readonly modes: readonly string[];
  }[];
  readonly modelAliases: Readonly<Record<string, string>>;
  readonly documents: Readonly<Record<string, number>>;
  readonly skills: readonly { readonly name: string; readonly description: string }[];
  readonly missing: readonly string[];
  readonly problems: readonly string[];
};

/** A model of the catalogue. */
export type Model = {
  readonly id: string;
  readonly tier: "embedded" | "local" | "frontier";
  readonly provider: string;
  readonly context: number;
  readonly capabilities: readonly string[];
  readonly price?: { readonly input: number; readonly output: number };
  readonly obstacle?: string;
  readonly aliases: readonly string[];
};

/** Something that agents can do. */
export type Tool = {
  readonly name: string;
  readonly capability: string;
  readonly description: string;
  readonly effect: string;
  readonly examples: readonly string[];
  readonly teams: readonly string[];
  readonly source: {
    readonly id: string;
    readonly kind: "built-in" | "host" | "team" | "api" | "mcp";
    readonly title: string;
  };
  readonly ownName: string;
  readonly status: "ready" | "lacking" | "changed" | "new" | "failing";
  readonly needs: readonly {
    readonly kind: "key" | "setting" | "sandbox";
    readonly env?: string;
    readonly isOptional?: boolean;
    readonly where?: string;
    readonly what?: string;
    readonly isMet: boolean;
  }[];
  readonly input: Readonly<Record<string, unknown>>;
  readonly evidence: "own-code" | "vendor-read" | "third-party-read" | "recalled" | "declared-by-server";
  readonly origin?: { readonly file: string; readonly text: string };
  readonly terms?: {
    readonly provider: string;
    readonly cacheMs: number;
    readonly training: "allowed" | "forbidden" | "unknown";
    readonly attribution?: string;
    readonly url?: string;
    readonly note?: string;
    readonly rate?: readonly { readonly requests: number; readonly ms: number }[];
  };
  readonly price?: number;
  readonly usage?: {
    readonly calls: number;
    readonly failed: number;
    readonly cached: number;
    readonly cost: number;
    readonly ms: { readonly p50: number; readonly p95: number };
    readonly lastAt: number;
    readonly failedOfLastTen: number;
    readonly lastFailure?: { readonly at: number; readonly code: string; readonly message: string };
  };
};

/** What is wrong with a source of tools, or with one tool of it. */
export type ToolProblem = {
  readonly source: string;
  readonly tool?: string;
  readonly message: string;
  readonly hint?: string;
};

/** Prompts and resources of MCP servers that a request may name. */
export type ServerOffers = {
  readonly prompts: readonly {
    readonly server: string;
    readonly name: string;
    readonly description?: string;
    readonly arguments: readonly { readonly name: string; readonly description?: string; readonly isRequired: boolean }[];
  }[];
  readonly resources: readonly {
    readonly server: string;
    readonly uri: string;
    readonly name: string;
    readonly description?: string;
  }[];
};
