/**
 * The engine as a caller reaches it, with a log of what the caller does to runs and conversations.
 *
 * Every face (routes, sockets, the OpenAI protocols) works with this one, so none can forget it. What was refused or
 * failed is not noted: nothing was done. That somebody asked is not waited for, since the run names its owner itself;
 * while there are no users it is not noted at all.
 */
import type { Actor, AuditNote } from "../../accounts/accounts.ts";
import type { Logger } from "../../base/logger.ts";
import type { AskedRun, Thorp } from "../../engine/thorp.ts";
import type { SignalEvent } from "../../events/event.ts";

/** Who acts, and who hears of a log that cannot be written. */
export interface AuditedBy {
  readonly actor: Actor;
  readonly logger: Logger;
}

/** The same interface; notes are durable when a change resolves. */
export function auditedThorp(thorp: Thorp, { actor, logger }: AuditedBy): Thorp {
  const { audit, door } = thorp.accounts;
  const note = (entry: AuditNote) => audit.note(entry, actor);
  const noteAsked = (what: string, { run }: AskedRun): void => {
    if (!door.hasUsers()) return;
    note({ what, on: run }).catch((error: unknown) => logger("error", "the audit log was not written", { error }));
  };
  const then = async <Value>(done: Promise<Value>, entry: AuditNote): Promise<Value> => {
    const value = await done;
    await note(entry);
    return value;
  };
  return {
    ...thorp,
    async ask(request) {
      const asked = await thorp.ask(request);
      noteAsked("run-ask", asked);
      return asked;
    },
    async retry(run, changes) {
      const asked = await thorp.retry(run, changes);
      noteAsked("run-retry", asked);
      return asked;
    },
    signal: (run, signal) => then(thorp.signal(run, signal), { on: run, ...signalWords(signal) }),
    resume: (run) => then(thorp.resume(run), { what: "run-resume", on: run }),
    cancel: (run, reason) => then(thorp.cancel(run, reason), { what: "run-cancel", on: run, detail: reason }),
    undo: (run, how) =>
      then(thorp.undo(run, how), { what: "run-undo", on: run, ...(how?.forget ? { detail: "whole" } : {}) }),
    deleteRun: (run) => then(thorp.deleteRun(run), { what: "run-delete", on: run }),
    editPlan: (run, change, how) => then(thorp.editPlan(run, change, how), { what: "plan-edit", on: run }),
    approvePlan: (run, answer) =>
      then(thorp.approvePlan(run, answer), { what: answer.allow ? "plan-approve" : "plan-refuse", on: run }),
    renameConversation: (conversation, title) =>
      then(thorp.renameConversation(conversation, title), { what: "conversation-rename", on: conversation }),
    deleteConversation: (conversation) =>
      then(thorp.deleteConversation(conversation), { what: "conversation-delete", on: conversation }),
  };
}

/** What a signal does; never what somebody wrote. */
function signalWords(signal: SignalEvent): Pick<AuditNote, "what" | "detail"> {
  switch (signal.type) {
    case "approval-answer":
      return { what: "run-approval", detail: signal.allow ? "allowed" : "denied" };
    case "question-answer":
      return { what: "run-answer" };
    case "run-cancel":
      return { what: "run-cancel", detail: signal.reason };
    default:
      return { what: signal.type };
  }
}
