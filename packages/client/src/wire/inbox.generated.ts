/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
import type { Run } from "./run.generated.ts";
import type { Json, Standing } from "./run-event.generated.ts";

/** One thing that waits for a person. */
export type InboxItem = { readonly run: Run; readonly path: string; readonly at: number } & (
  | {
    readonly kind: "approval";
    readonly approval: string;
    readonly tool: string;
    readonly effect: string;
    readonly summary: string;
    readonly diff?: string;
    readonly input?: Json;
    readonly why: string;
    readonly expiresAt: number;
    readonly mayStand: boolean;
    readonly stands: readonly Standing[];
  }
  | {
    readonly kind: "question";
    readonly question: string;
    readonly text: string;
    readonly choices: readonly string[];
  }
  | { readonly kind: "plan"; readonly revision: number; readonly tasks: number }
);
