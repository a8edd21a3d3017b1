/** What a run asked of providers stays counted when it is deleted, without anything of what was asked. */
import type { DatabaseSync } from "node:sqlite";
import { stableStringify } from "../../base/json.ts";
import type { TermsSum } from "../store.ts";
import { addTerms, withoutKept } from "../terms-sums.ts";
import { GROUP_BY_TERMS, TERMS_SUMS, termsSumFrom } from "./terms-reads.ts";

/** Must run in the transaction that deletes the rows, before it does. */
export function carryTerms(db: DatabaseSync, run: number): void {
  const rows = db.prepare(`${TERMS_SUMS} WHERE provider IS NOT NULL AND run = ? ${GROUP_BY_TERMS}`).all(run);
  const find = db.prepare("SELECT sums FROM carried_terms WHERE provider = ? AND tool = ? AND terms = ?");
  const put = db.prepare("INSERT OR REPLACE INTO carried_terms(provider, tool, terms, sums) VALUES (?, ?, ?, ?)");
  for (const sum of withoutKept(rows.map(termsSumFrom))) {
    const key = [sum.terms.provider, sum.tool, stableStringify(sum.terms)] as const;
    const before = find.get(...key);
    const sums = before === undefined ? [sum] : addTerms([JSON.parse(String(before["sums"])) as TermsSum, sum]);
    for (const whole of sums) put.run(...key, JSON.stringify(whole));
  }
}
