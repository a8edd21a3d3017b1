/** What a repair did, in words for the journal, and which of it was a guess. */

/** Of one call; the same words count once. */
export interface RepairNotes {
  /** Lossless: the meaning cannot have been another one. */
  mended(what: string): void;
  /** Likely, not certain: good enough to look something up, never to change something. */
  guessed(what: string): void;
  readonly all: readonly string[];
  readonly guesses: readonly string[];
}

/** Empty. */
export function createRepairNotes(): RepairNotes {
  const all = new Set<string>();
  const guesses = new Set<string>();
  return {
    mended: (what) => void all.add(what),
    guessed(what) {
      all.add(what);
      guesses.add(what);
    },
    get all() {
      return [...all];
    },
    get guesses() {
      return [...guesses];
    },
  };
}
