/** Text and reasoning as blocks of stream parts: start, deltas merged per flush, end. Shared by the adapters. */
import type { EmitPart } from "./transport/stream-call.ts";

/** What a block holds. */
export type BlockKind = "text" | "reasoning";

/** One block is open at a time. */
export interface Blocks {
  /** Takes text in; nothing is emitted until the kind changes, or `flush` or `end` is called. */
  add(kind: BlockKind, text: string): void;
  flush(): void;
  /** Closes the open block; a later `add` opens one with a new id. */
  end(): void;
}

/** Ids are counted from the first block on. */
export function createBlocks(emit: EmitPart): Blocks {
  let open: BlockKind | undefined;
  let id = "";
  let number = 0;
  let unsent = "";

  const flush = () => {
    if (unsent === "" || open === undefined) return;
    emit({ type: open === "text" ? "text-delta" : "reasoning-delta", id, delta: unsent });
    unsent = "";
  };
  const end = () => {
    if (open === undefined) return;
    flush();
    emit({ type: open === "text" ? "text-end" : "reasoning-end", id });
    open = undefined;
  };
  return {
    add(kind, text) {
      if (open !== kind) {
        end();
        open = kind;
        id = String(number++);
        emit({ type: kind === "text" ? "text-start" : "reasoning-start", id });
      }
      unsent += text;
    },
    flush,
    end,
  };
}
