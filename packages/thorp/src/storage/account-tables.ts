/**
 * The part of the Store that is about people: documents of accounts, and the audit log.
 *
 * Documents are small and all of them are read at the start; what they mean is the business of `accounts`. A change of
 * several documents and the entry of the log that tells of it are committed together or not at all. The log only grows:
 * each entry carries the hash of itself and of the one before it, so that a changed or missing line shows.
 */
import { createHash } from "node:crypto";
import type { Json } from "../base/json.ts";

export const accountKinds = [
  "user",
  "key",
  "session",
  "link",
  "budget",
  "preferences",
  "credential",
  "approval-rule",
] as const;
/** What a document is about. */
export type AccountKind = (typeof accountKinds)[number];

/** One document; `kind` and `id` together are unique. */
export interface AccountDocument {
  readonly kind: AccountKind;
  readonly id: string;
  readonly data: Json;
}

/** A document put in the place of the one with its name, or taken away when it has no `data`. */
export interface AccountChange {
  readonly kind: AccountKind;
  readonly id: string;
  readonly data?: Json;
}

/** What an entry of the log says. No member may hold a secret. */
export interface AuditEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `personal`, `setup`, or the id of a user. */
  readonly who: string;
  /** Id of the API key that was shown. */
  readonly key?: string;
  /** `noun-verb`: `user-create`. */
  readonly what: string;
  /** What it was done to: an id or a name. */
  readonly on?: string;
  /** What else is worth knowing, in few words. */
  readonly detail?: string;
  /** Address of the client. */
  readonly from?: string;
}

/** An entry as it was committed. */
export interface AuditRow extends AuditEntry {
  /** From 1 without gaps. */
  readonly seq: number;
  /** SHA-256 over the hash before it and the entry, in hex. */
  readonly hash: string;
}

/** Which entries; newest first. */
export interface AuditFilter {
  /** Only entries with a lower number: the next page. */
  readonly before?: number;
  /** Default 100. */
  readonly limit?: number;
}

/** What comes first in the chain. */
export const firstAuditHash = "0".repeat(64);

/** The hash of an entry whose data stand as `data` in the table. */
export function auditHash(before: string, seq: number, data: string): string {
  return createHash("sha256").update(`${before}\n${seq}\n${data}`).digest("hex");
}

/** Members reject with the errors of the Store. */
export interface AccountTables {
  /** All of them, in no order. */
  documents(): Promise<readonly AccountDocument[]>;
  /** One transaction. Resolves when it is durable. */
  change(changes: readonly AccountChange[], audit: readonly AuditEntry[]): Promise<void>;
  audit(filter?: AuditFilter): Promise<readonly AuditRow[]>;
  /** What is wrong with the chain, in words; empty when nothing is. */
  verifyAudit(): Promise<readonly string[]>;
}
