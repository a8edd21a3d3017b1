/** A question that the team's own documents answer, though no tool fits its words: look it up there. */
import type { Brief } from "../../brief.ts";
import { type Reply, toolReply } from "../reply.ts";
import { affordanceOf } from "./affordance.ts";
import type { Planned } from "./plan-request.ts";

const asks =
  /^(?:please |can you |could you )*(?:how|what|which|where|when|who|why|does|do|is|are|can|may|must|should|tell me|explain|describe|show me|find out|help me)\b|\?\s*$/i;

/** Undefined where another plan fits, nothing was found, or something else than a question is asked. */
export function lookUp(
  request: string,
  { known = [], tools }: Pick<Brief, "known" | "tools">,
  planned: Planned,
): Reply | undefined {
  const [best] = known;
  if (best === undefined || !asks.test(request) || !isOpen(planned, best.match)) return undefined;
  const tool = tools.find((each) => affordanceOf(each) === "knowledge");
  if (tool === undefined) return undefined;
  const task = { id: "t1", goal: request, capability: tool.capability, agent: best.agent, needs: [] };
  return toolReply("plan", { goal: request, tasks: [task], answerFrom: ["t1"] }, { confidence: 0.6 });
}

const reading: ReadonlySet<string> = new Set(["search", "list", "read", "document"]);
/** A file of the person that may be meant comes before a passage that fits less. */
const NEARLY_ALL = 0.9;

/** No plan, or one that only looks for the words in files that nobody named. */
function isOpen(planned: Planned, match: number): boolean {
  if (planned.kind === "none") return planned.why === "needs-language-model" || planned.why === "no-tool";
  return planned.drafts.every(
    ({ affordance, piece: { tokens, readables } }) =>
      affordance !== undefined &&
      reading.has(affordance) &&
      !tokens.some(({ kind }) => kind === "path" || kind === "url" || kind === "quoted") &&
      (readables.length === 0 || match >= NEARLY_ALL),
  );
}
