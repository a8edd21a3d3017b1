/** Which table of core.db a row found on some page is of, by its shape: the table of contents may be what is damaged. */
import { parseJson } from "../../../base/json.ts";
import { accountKinds } from "../../account-tables.ts";
import { migrations } from "../migrations/migrations.ts";
import type { FoundRow, Value } from "./page-rows.ts";

/** A row that is surely of the table it names. Times are milliseconds since 1970. */
export type KnownRow =
  | {
      readonly table: "journal";
      readonly key: number;
      readonly id: string;
      readonly deletedAt: number | null;
      /** Where a run stood that was deleted. */
      readonly conversation: string | null;
      readonly after: string | null;
    }
  | {
      readonly table: "event";
      /** The order of commits over all runs. */
      readonly id: number;
      readonly run: number;
      readonly seq: number;
      readonly at: number;
      readonly version: number;
      readonly type: string;
      readonly data: string;
    }
  /** An entry of the index over events: that there was an event, whether or not it can be read. */
  | { readonly table: "event_order"; readonly run: number; readonly seq: number }
  | { readonly table: "blob"; readonly hash: string; readonly part: number; readonly data: Buffer }
  | { readonly table: "team_copy"; readonly hash: string; readonly files: string }
  | { readonly table: "carried_spend"; readonly scope: string; readonly spent: number }
  | {
      readonly table: "carried_terms";
      readonly provider: string;
      readonly tool: string;
      readonly terms: string;
      readonly sums: string;
    }
  | { readonly table: "account"; readonly kind: string; readonly id: string; readonly data: string }
  | {
      readonly table: "audit";
      readonly seq: number;
      readonly at: number;
      readonly data: string;
      readonly hash: string;
    };

const hashForm = /^[0-9a-f]{32}$/;
const auditHashForm = /^[0-9a-f]{64}$/;
const scopeForm = /^(?:agent|user|key|team|day|month|ever):/;

/** Undefined for a row that nothing needs: it follows from events, or it is none of ours. */
export function knownRow({ rowid, values }: FoundRow): KnownRow | undefined {
  return rowid === undefined ? indexRow(values) : tableRow(rowid, values);
}

function tableRow(rowid: number, values: readonly Value[]): KnownRow | undefined {
  const [first, second, third, fourth, fifth, sixth, seventh] = values;
  const person = peopleRow(rowid, values);
  if (person !== undefined) return person;
  switch (values.length) {
    case 2:
      if (isHash(first) && typeof second === "string") return { table: "team_copy", hash: first, files: second };
      return undefined;
    case 3:
      if (isHash(first) && isCount(second) && Buffer.isBuffer(third))
        return { table: "blob", hash: first, part: second, data: third };
      return journalRow(rowid, values);
    case 4:
      if (typeof first !== "string" || typeof second !== "string" || !isObject(third) || !isObject(fourth))
        return undefined;
      return { table: "carried_terms", provider: first, tool: second, terms: third, sums: fourth };
    case 5:
      return journalRow(rowid, values);
    case 7:
      if (first !== null || !isCount(second) || !isCount(third) || !isCount(fourth) || !isCount(fifth))
        return undefined;
      if (typeof sixth !== "string" || typeof seventh !== "string" || third === 0) return undefined;
      return {
        table: "event",
        id: rowid,
        run: second,
        seq: third,
        at: fourth,
        version: fifth,
        type: sixth,
        data: seventh,
      };
    default:
      return undefined;
  }
}

/** Documents of accounts, and lines of the audit log. */
function peopleRow(rowid: number, values: readonly Value[]): KnownRow | undefined {
  const [first, second, third, fourth] = values;
  if (values.length === 3 && isKind(first) && typeof second === "string" && isObject(third))
    return { table: "account", kind: first, id: second, data: third };
  if (values.length !== 4 || first !== null || !isCount(second) || !isObject(third)) return undefined;
  if (typeof fourth !== "string" || !auditHashForm.test(fourth)) return undefined;
  return { table: "audit", seq: rowid, at: second, data: third, hash: fourth };
}

function isKind(value: Value | undefined): value is string {
  return typeof value === "string" && accountKinds.some((kind) => kind === value);
}

function isObject(value: Value | undefined): value is string {
  return typeof value === "string" && value.startsWith("{") && parseJson(value) !== undefined;
}

/** Rows of the first layouts end after the third value. */
function journalRow(
  key: number,
  [first, id, deletedAt, conversation = null, after = null]: readonly Value[],
): KnownRow | undefined {
  if (first !== null || typeof id !== "string" || isLayout(key, id)) return undefined;
  if (deletedAt !== null && !isCount(deletedAt)) return undefined;
  if (!isTextOrNull(conversation) || !isTextOrNull(after)) return undefined;
  return { table: "journal", key, id, deletedAt, conversation, after };
}

function indexRow(values: readonly Value[]): KnownRow | undefined {
  const [first, second, third] = values;
  if (values.length === 3 && isCount(first) && isCount(second) && isCount(third) && second > 0)
    return { table: "event_order", run: first, seq: second };
  if (values.length === 2 && typeof first === "string" && scopeForm.test(first) && isCount(second))
    return { table: "carried_spend", scope: first, spent: second };
  return undefined;
}

/** A row of `schema_version` looks like one of a deleted run. */
function isLayout(version: number, name: string): boolean {
  return migrations.some((migration) => migration.version === version && migration.name === name);
}

function isHash(value: Value | undefined): value is string {
  return typeof value === "string" && hashForm.test(value);
}

function isTextOrNull(value: Value): value is string | null {
  return value === null || typeof value === "string";
}

function isCount(value: Value | undefined): value is number {
  return typeof value === "number" && value >= 0;
}
