/** Purpose `understand`: an answer to plain talk, a plan, a question to the person, or an open refusal. */
import type { Json } from "../../../base/json.ts";
import { LANGUAGE_MODEL, type PlannedTask } from "../../../wire/plan.ts";
import type { Brief } from "../../brief.ts";
import { abstention, type Reply, textReply, toolReply } from "../reply.ts";
import { termsOf } from "../text/terms.ts";
import type { Affordance } from "./affordance.ts";
import { withHistory } from "./follow-up.ts";
import { goalOf } from "./goals.ts";
import { lookUp } from "./look-up.ts";
import { type ConnectedDraft, type Planned, planRequest } from "./plan-request.ts";
import { type PersonQuestion, questionForNothing, questionForPlan, questionForTie } from "./questions.ts";
import type { Correction } from "./rank-capabilities.ts";
import { smallTalk } from "./small-talk.ts";

/** A manager that expands its task plans the task's goal; the top agent plans the request. */
export function understand(brief: Brief, correction?: Correction): Reply {
  const request = (brief.task?.goal ?? withHistory(brief.request, brief.history, brief.files)).trim();
  if (brief.task?.capability === LANGUAGE_MODEL)
    return abstention(refusal("needs-language-model"), "needs-language-model");
  if (request === "") return abstention("There is nothing to do: the request is empty.", "empty");
  const talk = brief.task === undefined ? smallTalk(request, brief) : undefined;
  if (talk !== undefined) return textReply(talk);
  const planned = planRequest(request, brief, correction);
  const looked = lookUp(request, brief, planned);
  if (looked !== undefined) return looked;
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

/** Names what would help, so that nobody has to guess. */
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
export function planFrom(
  request: string,
  drafts: readonly ConnectedDraft[],
  { files, delegates, agent }: Pick<Brief, "files" | "delegates" | "agent">,
): Json {
  const tasks = drafts.map(
    (draft, index): Pick<PlannedTask, "id" | "goal" | "capability" | "agent" | "needs"> & Partial<PlannedTask> => {
      const goal = goalOf(draft, drafts.slice(0, index), files);
      const needs = draft.needs.map((need) => `t${need + 1}`);
      const id = `t${index + 1}`;
      if (draft.beyondRules === true)
        return {
          id,
          goal,
          capability: LANGUAGE_MODEL,
          agent: writerFor(goal, delegates, draft.tool?.agent ?? drafts[0]?.tool?.agent ?? agent.name),
          needs,
          optional: true,
        };
      const acceptance = draft.affordance === undefined ? undefined : acceptances[draft.affordance];
      return {
        id,
        goal,
        capability: draft.tool?.capability ?? "",
        agent: draft.tool?.agent ?? "",
        needs,
        ...(acceptance === undefined ? {} : { acceptance }),
      };
    },
  );
  const goal = request.length > GOAL_LENGTH ? `${request.slice(0, GOAL_LENGTH - 1)}…` : request;
  return { goal, tasks, answerFrom: tasks.map((task) => task.id) } as unknown as Json;
}

/** The agent whose description has most of the goal's words; any, when none has one. */
function writerFor(goal: string, delegates: Brief["delegates"], otherwise: string): string {
  const words = new Set(termsOf(goal));
  const scored = delegates.map(({ name, description, examples }) => ({
    name,
    score: new Set(termsOf(`${description} ${examples.join(" ")}`).filter((term) => words.has(term))).size,
  }));
  const best = scored.reduce<(typeof scored)[number] | undefined>(
    (sofar, next) => (sofar === undefined || next.score > sofar.score ? next : sofar),
    undefined,
  );
  return best === undefined || best.score === 0 ? otherwise : best.name;
}

const acceptances: Readonly<Partial<Record<Affordance, string>>> = {
  chart: "A chart file was made.",
  table: "A table file was made.",
  report: "A report file was made.",
  calculate: "The result is a number.",
  convert: "The result is a number with its unit.",
};
