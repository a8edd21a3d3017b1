/** What a server shows beside its runs: what waits, what was said, teams, caches. */

import type { TermsCall as WireTermsCall } from "../../../../client/src/wire/compliance.generated.ts";
import type { InboxItem as WireItem } from "../../../../client/src/wire/inbox.generated.ts";
import { definedOf } from "../../base/defined-of.ts";
import { dollarsToMicro } from "../../base/money.ts";
import type { ComplianceReport } from "../../engine/compliance/compliance-report.ts";
import type { TrainingData } from "../../engine/compliance/training-data.ts";
import type { InboxItem } from "../../engine/inbox.ts";
import type { SeenCall } from "../../engine/rebuild-prompt.ts";
import type { TeamDetail, Thorp } from "../../engine/thorp.ts";
import type { FeedbackRow, LineageRow, RunRow, ToolCallRow } from "../../storage/store.ts";
import { rowFromWire } from "./from-wire.ts";
import type { Reach } from "./reach-server.ts";

/** The members of `Thorp` that are made here. */
export type AttachedLooks = Pick<
  Thorp,
  | "lineage"
  | "feedback"
  | "seenCall"
  | "inbox"
  | "watchInbox"
  | "showTeam"
  | "teamPicture"
  | "listCaches"
  | "clearCaches"
  | "compliance"
>;

/** Whose things are shown is for the server to say. */
export function attachedLooks({ call, client }: Reach): AttachedLooks {
  return {
    lineage: (conversation) =>
      call(async ({ conversations }) =>
        (await conversations.show(conversation)).tree.map(({ run, after, undone }): LineageRow => {
          return { run, after, isDeleted: false, ...(undone ? { undoneAfter: run } : {}) };
        }),
      ),
    feedback: (run) => call(async ({ feedback }) => (await feedback.show(run)).map(feedbackFromWire)),
    seenCall: (run, wanted) => call(async ({ runs }) => (await runs.call(run, wanted)) as unknown as SeenCall),
    inbox: () => call(async ({ inbox }) => (await inbox.list()).map(itemFromWire)),
    async *watchInbox(how) {
      for await (const items of client().inbox.follow(how)) yield items.map(itemFromWire);
    },
    showTeam: (name) => call(async (thorp) => (await thorp.team(name)) as unknown as TeamDetail),
    teamPicture: (name) => call((thorp) => thorp.teamPicture(name)),
    listCaches: () => call(async ({ caches }) => (await caches.show()).memory),
    clearCaches: ({ kind, model, team } = {}) =>
      call(({ caches }) => caches.clear(definedOf({ [kind === "tool" ? "tool" : "model"]: model, team }))),
    compliance: {
      report: () => call(async ({ compliance }) => (await compliance.report()) as ComplianceReport),
      calls: (filter = {}) => call(async ({ compliance }) => (await compliance.calls(filter)).map(callFromWire)),
      trainingData: ({ takesUnknown, ...wish }) =>
        call(({ compliance }) =>
          compliance.trainingData(definedOf({ ...wish, unknown: takesUnknown })),
        ) as Promise<TrainingData>,
    },
  };
}

function callFromWire({ cost, ...row }: WireTermsCall): ToolCallRow {
  return { ...row, cost: dollarsToMicro(cost) } as ToolCallRow;
}

function itemFromWire({ run, ...item }: WireItem): InboxItem {
  return { ...item, run: rowFromWire<RunRow>(run) } as unknown as InboxItem;
}

/** Of the route only what was chosen is told. */
function feedbackFromWire({ about, ...rest }: object & { readonly about?: object }): FeedbackRow {
  if (about === undefined) return rest as FeedbackRow;
  const { model, tier, ...call } = about as { readonly model: string; readonly tier: string };
  return { ...rest, about: { ...call, route: { model, tier } } } as unknown as FeedbackRow;
}
