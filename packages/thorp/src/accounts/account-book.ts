/**
 * All documents of accounts in memory, written through.
 *
 * One process owns a data folder, so what stands here is what stands on disk. A change counts at once, before it is
 * durable: whoever uses a one-time link a second time must not get between. It is taken back when it cannot be written.
 */
import type { Json } from "../base/json.ts";
import type {
  AccountChange,
  AccountDocument,
  AccountKind,
  AccountTables,
  AuditEntry,
} from "../storage/account-tables.ts";
import type { DocumentByKind } from "./documents.ts";

/** Documents by kind and id. */
export interface AccountBook {
  of<Kind extends keyof DocumentByKind>(kind: Kind): ReadonlyMap<string, DocumentByKind[Kind]>;
  /** Resolves when everything is durable; when it rejects, nothing has changed. */
  change(changes: readonly BookChange[], audit?: readonly AuditEntry[]): Promise<void>;
  /** Hears of every change, also of one that is taken back: for what is looked up otherwise than by id. */
  onChange(listener: (kind: AccountKind, id: string) => void): void;
}

/** A document put or, without `data`, taken away. */
export type BookChange = {
  [Kind in keyof DocumentByKind]: { readonly kind: Kind; readonly id: string; readonly data?: DocumentByKind[Kind] };
}[keyof DocumentByKind];

/** `documents` are all that the tables hold. */
export function openAccountBook(tables: AccountTables, documents: readonly AccountDocument[]): AccountBook {
  const maps = new Map<AccountKind, Map<string, unknown>>();
  const mapOf = (kind: AccountKind): Map<string, unknown> => {
    let map = maps.get(kind);
    if (map === undefined) maps.set(kind, (map = new Map()));
    return map;
  };
  const listeners: ((kind: AccountKind, id: string) => void)[] = [];
  const put = (kind: AccountKind, id: string, data: unknown): void => {
    if (data === undefined) mapOf(kind).delete(id);
    else mapOf(kind).set(id, data);
    for (const listener of listeners) listener(kind, id);
  };
  for (const { kind, id, data } of documents) mapOf(kind).set(id, data);
  return {
    of: (kind) => mapOf(kind) as ReadonlyMap<string, unknown> as ReadonlyMap<string, never>,
    async change(changes, audit = []) {
      const before = changes.map(({ kind, id }) => ({ kind, id, data: mapOf(kind).get(id) }));
      for (const { kind, id, data } of changes) put(kind, id, data);
      const written = changes.map(({ kind, id, data }): AccountChange => {
        return data === undefined ? { kind, id } : { kind, id, data: data as unknown as Json };
      });
      try {
        await tables.change(written, audit);
      } catch (error) {
        for (const { kind, id, data } of before.reverse()) put(kind, id, data);
        throw error;
      }
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
