/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
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
