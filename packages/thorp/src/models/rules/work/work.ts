/** Purpose `work`: one task with tools. First the call, then the answer; after a failed call one corrected try. */
import type { Json } from "../../../base/json.ts";
import { LANGUAGE_MODEL } from "../../../wire/plan.ts";
import type { Brief, BriefTool } from "../../brief.ts";
import { abstention, type Reply, textReply, toolReply } from "../reply.ts";
import { fillSlots } from "../slots/fill-slots.ts";
import { slotContextOf } from "../slots/slot-context.ts";
import { affordanceOf } from "../understand/affordance.ts";
import { pieceOf } from "../understand/piece.ts";
import { type Correction, enoughToAct, rankCapabilities } from "../understand/rank-capabilities.ts";
import { refusal } from "../understand/understand.ts";
import { checkCalculation } from "./check-calculation.ts";
import { mendInput } from "./mend-input.ts";
import { taskAnswer } from "./task-answer.ts";

const MOST_TRIES = 2;

/** Abstains when the tool failed twice or needs what nobody said. */
export function work(brief: Brief, correction?: Correction): Reply {
  const task: NonNullable<Brief["task"]> = brief.task ?? { id: "t1", goal: brief.request };
  if (task.capability === LANGUAGE_MODEL) return abstention(refusal("needs-language-model"), "needs-language-model");
  const last = brief.toolCalls.at(-1);
  if (last === undefined) return firstCall(brief, task, correction);
  if (last.ok) return textReply(taskAnswer(task.goal, last, brief), 0.9);
  const again = brief.toolCalls.length < MOST_TRIES ? mendInput(last.input, last.text, brief.files) : undefined;
  if (again !== undefined) return toolReply(last.tool, again, { confidence: 0.6, callId: callId(brief, task.id) });
  return abstention(`This could not be done: ${last.text.trim()}`, "tool-failed");
}

function firstCall(brief: Brief, task: NonNullable<Brief["task"]>, correction: Correction | undefined): Reply {
  const chosen = chooseTool(brief, task, correction);
  if (chosen === undefined)
    return abstention(refusal(brief.tools.length === 0 ? "needs-language-model" : "no-tool"), "no-tool");
  const { tool, confidence } = chosen;
  // A tool of somebody below: the task is handed on.
  if (tool.agent !== brief.agent.name && brief.delegates.some((delegate) => delegate.name === tool.agent)) {
    const planned = { id: task.id, goal: task.goal, capability: tool.capability, agent: tool.agent, needs: [] };
    return toolReply(
      "plan",
      { goal: task.goal, tasks: [planned], answerFrom: [task.id] },
      { confidence, callId: callId(brief, task.id) },
    );
  }
  const { input, missing } = fillSlots(tool, slotContextOf(task.goal, brief));
  if (missing.length > 0)
    return abstention(
      `This cannot be done: ${tool.name} needs ${missing.join(" and ")}, and “${task.goal}” does not say it.`,
      "missing-slot",
    );
  if (affordanceOf(tool) === "calculate" && typeof input["expression"] === "string") {
    const checked = checkCalculation(task.goal, input["expression"]);
    if ("problem" in checked) return abstention(`This cannot be calculated: ${checked.problem}`, "missing-slot");
    return toolReply(tool.name, { ...input, ...checked }, { confidence, callId: callId(brief, task.id) });
  }
  const critique = brief.learned.at(-1);
  const better = critique === undefined ? undefined : mendInput(input, critique, brief.files);
  return toolReply(tool.name, (better ?? input) as Json, { confidence, callId: callId(brief, task.id) });
}

interface Chosen {
  readonly tool: BriefTool;
  readonly confidence: number;
}

/** The planner's choice where it was sure, else the best by rank. */
function chooseTool(
  brief: Brief,
  task: NonNullable<Brief["task"]>,
  correction: Correction | undefined,
): Chosen | undefined {
  const piece = pieceOf(task.goal, "start", brief.files);
  const { tools, needsLanguageModel } = rankCapabilities(piece, brief.tools, {
    correction,
    behindText: brief.inputs.length > 0,
  });
  const meant = tools.find((ranked) => ranked.tool.capability === task.capability);
  if (meant !== undefined) return { tool: meant.tool, confidence: 0.9 };
  const [best] = tools;
  return best === undefined || needsLanguageModel || best.score < enoughToAct
    ? undefined
    : { tool: best.tool, confidence: 0.7 };
}

function callId(brief: Brief, task: string): string {
  return `${task}-${brief.toolCalls.length + 1}`;
}
