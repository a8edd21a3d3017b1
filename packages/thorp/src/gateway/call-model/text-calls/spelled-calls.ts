/** Calls in words, as models write them that were taught to think and act by turns: `Action: …`. */
import { toolMeant } from "../../call-tool/repair/tool-name.ts";
import { withJson } from "./with-json.ts";
import { matchAt, type Place, type ReadCalls } from "./written-call.ts";

const SPELLED =
  /(?:\*\*)?(?:Action|Tool|Tool name|Function)(?:\*\*)?:\s*(?:\*\*)?\s*`?([\w.-]+)`?(?:\(\))?[ \t]*\n\s*(?:\*\*)?(?:Action Input|Input|Arguments|Args|Parameters)(?:\*\*)?:[ \t]*/iy;

/** `Action: name`, then `Action Input: …` */
export function spelled({ text, at, tools }: Place): ReadCalls | undefined {
  const head = matchAt(SPELLED, text, at);
  const name = head?.[1] ?? "";
  if (head === null || toolMeant(name, tools)?.isCertain !== true) return undefined;
  const start = at + head[0].length;
  const opening = matchAt(/\s*(?:```\w*\s*)?(?=\{)/y, text, start);
  if (opening !== null) {
    const read = withJson(text, start + opening[0].length, name);
    return { ...read, end: read.end + (matchAt(/\s*```/y, text, read.end)?.[0].length ?? 0) };
  }
  const line = matchAt(/[^\n]*/y, text, start)?.[0] ?? "";
  return { calls: [{ tool: name, input: JSON.stringify(line.trim()) }], end: start + line.length, isCut: false };
}
