/** Approvals that people let stand beyond a run, in the account book. */
import { ThorpError } from "../base/errors.ts";
import { contentHash, stableStringify } from "../base/json.ts";
import type { AccountBook } from "./account-book.ts";
import { type ApprovalRules, approvalOwners } from "./accounts.ts";
import type { ApprovalRuleDocument } from "./documents.ts";

/** As the seam says. */
export function createApprovalRules(book: AccountBook, now: () => number): ApprovalRules {
  return {
    list: (user) =>
      [...book.of("approval-rule")]
        .map(([id, rule]) => ({ id, ...rule }))
        .filter((rule) => user === undefined || rule.user === user)
        .sort((one, other) => one.createdAt - other.createdAt),
    holdingFor(user = approvalOwners.personal) {
      return this.list().filter((rule) => rule.user === user || rule.user === approvalOwners.everyone);
    },
    async add({ user = approvalOwners.personal, ...given }, actor) {
      const data = { user, ...given, createdAt: now() };
      const id = idOf(data);
      const detail = `${given.tool} ${given.match}`;
      await book.change(
        [{ kind: "approval-rule", id, data }],
        [{ at: now(), ...actor, what: "approval-rule-add", on: id, detail }],
      );
    },
    async share(id, actor) {
      const rule = book.of("approval-rule").get(id);
      if (rule === undefined) return undefined;
      if (rule.conversation !== undefined)
        throw new ThorpError("account-state", `Rule ${id} holds in one conversation, so it cannot hold for everyone.`, {
          hint: "Allow it with the scope `always` first.",
        });
      const data = { ...rule, user: approvalOwners.everyone };
      const shared = idOf(data);
      const detail = `${rule.tool} ${rule.match}`;
      const gone = shared === id ? [] : [{ kind: "approval-rule" as const, id }];
      await book.change(
        [...gone, { kind: "approval-rule", id: shared, data }],
        [{ at: now(), ...actor, what: "approval-rule-share", on: shared, detail }],
      );
      return { id: shared, ...data };
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

/** The same answer twice is one rule. */
function idOf({ summary: _summary, createdAt: _createdAt, ...what }: ApprovalRuleDocument): string {
  return `rule_${contentHash(stableStringify(what)).slice(0, 12)}`;
}
