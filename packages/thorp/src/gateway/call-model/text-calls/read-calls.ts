/** Calls that begin at a place in a text, in each of the ways in which models write them. */
import { readJsonAt } from "../../call-tool/lenient-json.ts";
import { toolMeant } from "../../call-tool/repair/tool-name.ts";
import { callsInObject } from "./call-object.ts";
import { invoke, namedElements, toolElement, xmlFunction } from "./element-calls.ts";
import { called } from "./gemma-calls.ts";
import { keyed } from "./keyed-calls.ts";
import { python } from "./python-calls.ts";
import { sectioned, separated } from "./section-calls.ts";
import { actionInLine, spelled } from "./spelled-calls.ts";
import { withJson } from "./with-json.ts";
import { matchAt, type Place, type ReadCalls, type WrittenCall } from "./written-call.ts";

type Reader = (place: Place) => ReadCalls | undefined;

/** The first way that fits. Space before the call is passed over. */
export function readCallsAt(text: string, at: number, tools: readonly string[]): ReadCalls | undefined {
  const place = { text, at: at + (matchAt(/\s*/y, text, at)?.[0].length ?? 0), tools };
  for (const read of readers) {
    const calls = read(place);
    if (calls !== undefined) return calls;
  }
  return undefined;
}

const readers: readonly Reader[] = [
  xmlFunction,
  invoke,
  namedElements,
  toolElement,
  separated,
  sectioned,
  keyed,
  json,
  called,
  python,
  named,
  spelled,
  actionInLine,
];

/** Objects and lists of them, glued or not. */
function json({ text, at, tools }: Place): ReadCalls | undefined {
  if (text[at] !== "{" && text[at] !== "[") return undefined;
  const calls: WrittenCall[] = [];
  let end = at;
  let isCut = false;
  for (let next = at; ; ) {
    const read = readJsonAt(text, next);
    const found = read === undefined ? undefined : callsInObject(read.value, tools);
    if (read === undefined || found === undefined) break;
    calls.push(...found);
    end = read.end;
    isCut ||= read.cut === "value" || read.cut === "entry";
    const gap = matchAt(/[\s,;]*(?=[{[])/y, text, end);
    if (gap === null) break;
    next = end + gap[0].length;
  }
  return calls.length === 0 ? undefined : { calls, end, isCut };
}

/** `name{…}`, `name[ARGS]{…}`, `name {…}` */
function named({ text, at, tools }: Place): ReadCalls | undefined {
  const head = matchAt(
    /(?:functions\.)?([A-Za-z_][\w-]*)\s{0,3}(?:\[ARGS\]|\[CALL_ID\]\w*\[ARGS\]|(?:<\|constrain\|>\w*\s*)?<\|message\|>)?\s{0,3}(?=\{)/y,
    text,
    at,
  );
  if (head === null || toolMeant(head[1] ?? "", tools)?.isCertain !== true) return undefined;
  return withJson(text, at + head[0].length, head[1] ?? "");
}
