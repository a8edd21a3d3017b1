/** Purpose `understand`: an answer to plain talk, a plan, a question to the person, or an open refusal. */
import type { Json } from "../../../base/json.ts";
import type { PlannedTask } from "../../../wire/plan.ts";
import type { Brief } from "../../brief.ts";
import { abstention, type Reply, textReply, toolReply } from "../reply.ts";
import type { Affordance } from "./affordance.ts";
import { withHistory } from "./follow-up.ts";
import { goalOf } from "./goals.ts";
import { type ConnectedDraft, type Planned, planRequest } from "./plan-request.ts";
import { type PersonQuestion, questionForNothing, questionForPlan, questionForTie } from "./questions.ts";
import type { Correction } from "./rank-capabilities.ts";
import { smallTalk } from "./small-talk.ts";

/** A manager that expands its task plans the task's goal; the top agent plans the request. */
export function understand(brief: Brief, correction?: Correction): Reply {
  const request = (brief.task?.goal ?? withHistory(brief.request, brief.history, brief.files)).trim();
  if (request === "") return abstention("There is nothing to do: the request is empty.", "empty");
  const talk = brief.task === undefined ? smallTalk(request, brief) : undefined;
  if (talk !== undefined) return textReply(talk);
  const planned = planRequest(request, brief, correction);
  const question = questionFor(planned, brief);
  // A manager inside a plan has nobody to ask.
  if (question !== undefined && brief.task === undefined)
    return { ...toolReply("ask_person", { ...question } as Json, { confidence: 0.5 }), reason: "missing-slot" };
  if (question !== undefined) return abstention(`This cannot be done yet. ${question.question}`, "missing-slot");
  if (planned.kind === "none") return abstention(refusal(planned.why), planned.why);
  return toolReply("plan", planFrom(request, planned.drafts, brief), { confidence: planned.confidence });
}

function questionFor(planned: Planned, brief: Brief): PersonQuestion | undefined {
  if (planned.kind === "plan") return questionForPlan(planned.drafts, brief) ?? questionForTie(planned.drafts);
  return planned.why === "not-english" ? undefined : questionForNothing(planned.drafts, brief.files);
}

export function refusal(why: Extract<Planned, { kind: "none" }>["why"]): string {
  const connect = "Run `thorp models` to see how to connect one.";
  switch (why) {
    case "not-english":
      return `Without a language model I understand English only. ${connect}`;
    case "needs-language-model":
      return `This needs a language model, and none is connected: writing, translating, explaining and open knowledge are beyond rules. ${connect}`;
    case "too-long":
      return `This is too long for rules: at most 4,000 characters and two dozen sentences. Put long texts into a file, or connect a language model. ${connect}`;
    case "no-tool":
      return `I found no tool for this, and understanding it better needs a language model, which is not connected. ${connect}`;
  }
}

const GOAL_LENGTH = 400;

/** A plan in the shape of `wire/plan.ts`. */
export function planFrom(request: string, drafts: readonly ConnectedDraft[], { files }: Pick<Brief, "files">): Json {
  const tasks = drafts.map(
    (
      draft,
      index,
    ): Pick<PlannedTask, "id" | "goal" | "capability" | "agent" | "needs"> & { readonly acceptance?: string } => {
      const acceptance = draft.affordance === undefined ? undefined : acceptances[draft.affordance];
      return {
        id: `t${index + 1}`,
        goal: goalOf(draft, drafts.slice(0, index), files),
        capability: draft.tool?.capability ?? "",
        agent: draft.tool?.agent ?? "",
        needs: draft.needs.map((need) => `t${need + 1}`),
        ...(acceptance === undefined ? {} : { acceptance }),
      };
    },
  );
  const goal = request.length > GOAL_LENGTH ? `${request.slice(0, GOAL_LENGTH - 1)}…` : request;
  return { goal, tasks, answerFrom: tasks.map((task) => task.id) } as unknown as Json;
}

const acceptances: Readonly<Partial<Record<Affordance, string>>> = {
  chart: "A chart file was made.",
  table: "A table file was made.",
  report: "A report file was made.",
  calculate: "The result is a number.",
  convert: "The result is a number with its unit.",
};
