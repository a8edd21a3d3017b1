/** Approvals that hold for later calls. An answer to an approval with a `scope` adds one. */
import type { Calls } from "./calls.ts";
import type { ApprovalRule } from "./wire/approval-rules.generated.ts";

/** All reject with `ThorpApiError`; an unknown rule, and one of somebody else, is `rule-unknown`. */
export interface ApprovalsClient {
  /** The oldest first: the caller's and those of everyone; for admins all, or those of one user. */
  list(query?: { readonly user?: string }): Promise<readonly ApprovalRule[]>;
  /** Its calls are asked about again. What holds for everyone only admins take back. */
  remove(rule: string): Promise<void>;
  /** For admins: from now on it holds for everyone. Rejects with `account-state` for one of a single conversation. */
  share(rule: string): Promise<ApprovalRule>;
}

/** The part of the client for approvals that stand. */
export function createApprovalsClient({ json, done }: Calls): ApprovalsClient {
  const at = (rule: string, rest = "") => `/api/approval-rules/${encodeURIComponent(rule)}${rest}`;
  return {
    list: async (query = {}) =>
      (await json<{ rules: readonly ApprovalRule[] }>({ path: "/api/approval-rules", query })).rules,
    remove: (rule) => done({ method: "DELETE", path: at(rule) }),
    share: (rule) => json({ method: "POST", path: at(rule, "/share") }),
  };
}
