/** Purpose `understand`: an answer, a plan, a question to the person, or an open refusal. */
import type { Brief } from "../../brief.ts";
import { abstention, type Reply, toolReply } from "../reply.ts";
import { planRequest } from "./plan-request.ts";
import type { Correction } from "./rank-capabilities.ts";

export function understand(brief: Brief, correction?: Correction): Reply {
  const planned = planRequest(brief.request, brief, correction);
  if (planned.kind === "none") return abstention("This needs a language model.", planned.why);
  return toolReply("plan", { goal: brief.request, tasks: planned.drafts.map((d, i) => ({ id: `t${i+1}`, goal: d.piece.text, capability: d.tool!.capability, agent: d.tool!.agent, needs: d.needs.map((n) => `t${n+1}`) })), answerFrom: [] }, { confidence: planned.confidence });
}
