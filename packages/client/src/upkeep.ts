/** What looks after a server itself: its caches, its backups, its audit log. All for admins. */
import type { Calls } from "./calls.ts";
import type { AuditEntry } from "./wire/accounts.generated.ts";
import type { Backup, BrokenBackup, Caches, VerifiedBackup } from "./wire/upkeep.generated.ts";

/** Both reject with `ThorpApiError`. */
export interface CachesClient {
  show(): Promise<Caches>;
  /** What belongs to a model, a tool or a team, else everything. Gives how many entries went. */
  clear(subject?: { readonly model?: string; readonly tool?: string; readonly team?: string }): Promise<number>;
}

/** All reject with `ThorpApiError`. A backup is put back on the machine itself: `thorp backup restore`. */
export interface BackupsClient {
  /** Newest first. */
  list(): Promise<readonly (Backup | BrokenBackup)[]>;
  create(): Promise<Backup>;
  verify(backup: string): Promise<VerifiedBackup>;
}

/** Rejects with `ThorpApiError`. */
export interface AuditClient {
  /** Newest first; `before` is a number of a line, for the next page. `problems` with `verify` alone. */
  list(query?: { readonly limit?: number; readonly before?: number; readonly verify?: boolean }): Promise<{
    readonly entries: readonly AuditEntry[];
    readonly problems?: readonly string[];
  }>;
}

/** The part of the client for caches. */
export function createCachesClient({ json }: Calls): CachesClient {
  const path = "/api/caches";
  return {
    show: () => json({ path }),
    clear: async (query = {}) =>
      (await json<{ cleared: number }>({ method: "DELETE", path, query: { ...query } })).cleared,
  };
}

/** The part of the client for backups. */
export function createBackupsClient({ json }: Calls): BackupsClient {
  const path = "/api/backups";
  return {
    list: async () => (await json<{ backups: readonly (Backup | BrokenBackup)[] }>({ path })).backups,
    create: () => json({ method: "POST", path }),
    verify: (backup) => json({ method: "POST", path: `${path}/${encodeURIComponent(backup)}/verify` }),
  };
}

/** The part of the client for the audit log. */
export function createAuditClient({ json }: Calls): AuditClient {
  return { list: (query = {}) => json({ path: "/api/audit", query: { ...query } }) };
}
