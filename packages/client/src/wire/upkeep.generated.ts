/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
/** What the caches of a server hold and did. */
export type Caches = {
  readonly memory: readonly {
    readonly name: string;
    readonly entries: number;
    readonly bytes: number;
    readonly maxBytes: number;
    readonly hits: number;
    readonly misses: number;
    readonly evictions: number;
  }[];
  readonly disk?: {
    readonly summary: {
      readonly name: string;
      readonly entries: number;
      readonly bytes: number;
      readonly maxBytes: number;
      readonly hits: number;
      readonly misses: number;
      readonly evictions: number;
    };
    readonly rows: readonly {
      readonly kind: string;
      readonly model: string;
      readonly team: string;
      readonly entries: number;
      readonly bytes: number;
    }[];
  };
};

/** A copy of the record. */
export type Backup = {
  readonly name: string;
  readonly createdAt: number;
  readonly by: "person" | "schedule";
  readonly thorp: string;
  readonly runs: number;
  readonly bytes: number;
};

/** No copy any more. */
export type BrokenBackup = { readonly name: string; readonly broken: string };

/** What reading a backup whole has found. */
export type VerifiedBackup = { readonly backup: Backup; readonly problems: readonly string[] };
