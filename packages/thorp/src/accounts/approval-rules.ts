/** Approvals that people let stand beyond a run, in the account book. */
import { contentHash, stableStringify } from "../base/json.ts";
import type { AccountBook } from "./account-book.ts";
import type { ApprovalRules } from "./accounts.ts";

/** The name under which those of the one person stand. */
const PERSONAL = "personal";

/** As the seam says. */
export function createApprovalRules(book: AccountBook, now: () => number): ApprovalRules {
  return {
    list: (user) =>
      [...book.of("approval-rule")]
        .map(([id, rule]) => ({ id, ...rule }))
        .filter((rule) => user === undefined || rule.user === user)
        .sort((one, other) => one.createdAt - other.createdAt),
    async add({ user = PERSONAL, ...given }, actor) {
      const { summary: _summary, ...what } = given;
      // The same answer twice is one rule.
      const id = `rule_${contentHash(stableStringify({ user, ...what })).slice(0, 12)}`;
      const data = { user, ...given, createdAt: now() };
      const detail = `${given.tool} ${given.match}`;
      await book.change(
        [{ kind: "approval-rule", id, data }],
        [{ at: now(), ...actor, what: "approval-rule-add", on: id, detail }],
      );
    },
    async remove(id, actor) {
      if (!book.of("approval-rule").has(id)) return false;
      await book.change(
        [{ kind: "approval-rule", id }],
        [{ at: now(), ...actor, what: "approval-rule-remove", on: id }],
      );
      return true;
    },
  };
}
