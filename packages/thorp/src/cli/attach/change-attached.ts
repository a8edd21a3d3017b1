/** Runs, plans and conversations of a server: what changes them, and what runs left there. */
import type { ThorpClient } from "../../../../client/src/client.ts";
import type { Plan, PlanOperation } from "../../../../client/src/wire/plan.generated.ts";
import { ThorpError } from "../../base/errors.ts";
import type { PlanChange, Thorp } from "../../engine/thorp.ts";
import type { PlanView } from "../../wire/plan-view.ts";
import { differenceFromWire } from "./from-wire.ts";
import type { Reach } from "./reach-server.ts";

/** The members of `Thorp` that are made here. */
export type AttachedChanges = Pick<
  Thorp,
  | "replay"
  | "undo"
  | "deleteRun"
  | "renameConversation"
  | "deleteConversation"
  | "giveFeedback"
  | "showPlan"
  | "editPlan"
  | "approvePlan"
  | "artifacts"
  | "readArtifact"
>;

/** Who changes something is for the server to say. */
export function attachedChanges({ call }: Reach): AttachedChanges {
  return {
    replay: (run, options) =>
      call(async ({ runs }) => (await runs.replay(run, options)).map((difference) => differenceFromWire(difference))),
    undo: (run, options) => call(({ runs }) => runs.undo(run, options)),
    deleteRun: (run) => call(({ runs }) => runs.delete(run)),
    renameConversation: (conversation, title) =>
      call(async ({ conversations }) => void (await conversations.rename(conversation, title))),
    deleteConversation: (conversation) => call(({ conversations }) => conversations.delete(conversation)),
    giveFeedback: (run, { by: _by, ...said }) => call(({ feedback }) => feedback.give(run, said)),
    showPlan: (run) => call(async ({ plans }) => (await plans.show(run)) as PlanView),
    editPlan: (run, change, { base } = {}) => call(({ plans }) => editPlan(plans, run, { change, base })),
    approvePlan: (run, { allow, base }) => call(({ plans }) => plans.approve(run, { allow, revision: base })),
    artifacts: (run) => call(({ artifacts }) => artifacts.list(run)),
    readArtifact: (run, id) => call(({ artifacts }) => readArtifact(artifacts, run, id)),
  };
}

async function readArtifact(artifacts: ThorpClient["artifacts"], run: string, id: string) {
  const artifact = (await artifacts.list(run)).find((known) => known.id === id);
  if (artifact === undefined) throw new ThorpError("blob-unknown", `Run ${run} has no artifact ${id}.`);
  return { artifact, bytes: new Uint8Array(await (await artifacts.read(run, id)).arrayBuffer()) };
}

/**
 * A whole plan is taken only with the revision that it replaces: without one, whatever is there. What is undefined is
 * not sent.
 */
async function editPlan(
  plans: ThorpClient["plans"],
  run: string,
  { change, base }: { readonly change: PlanChange; readonly base: number | undefined },
): Promise<PlanView> {
  const view =
    "operations" in change
      ? await plans.edit(run, change.operations as readonly PlanOperation[], { revision: base })
      : await plans.replace(run, change.plan as Plan, base ?? (await plans.show(run)).revision);
  return view as PlanView;
}
