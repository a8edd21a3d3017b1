/** The last words of a task: what its tool found, in a sentence or an extract. Nothing that the tool did not say. */
import type { Brief, BriefToolCall, KnownPassage } from "../../brief.ts";
import { questionOf as textQuestion } from "../slots/fill-files.ts";
import { rowsOf, slotContextOf } from "../slots/slot-context.ts";
import { bestSentences, summaryOf } from "../text/sentences.ts";
import { affordanceOf } from "../understand/affordance.ts";
import { dataAnswer } from "./data-answer.ts";

/** Characters of a result that are handed on whole. */
const WHOLE = 6000;
const SHORT = 700;

/** The text of the tool itself where no sentence fits. */
export function taskAnswer(goal: string, call: BriefToolCall, brief: Brief): string {
  const tool = brief.tools.find((each) => each.name === call.tool);
  const affordance = tool === undefined ? undefined : affordanceOf(tool);
  const context = slotContextOf(goal, brief);
  switch (affordance) {
    case "query": {
      const rows = Array.isArray(call.data) && call.data.length === 0 ? [] : rowsOf(call);
      return rows === undefined ? shortened(call.text) : dataAnswer(rows, call.input, context);
    }
    case "document":
    case "fetch":
      return textAnswer(call, textQuestion(context));
    case "knowledge":
      return knownAnswer(call);
    case "calculate":
    case "convert":
      return finished(call.text);
    case "read":
    case "list":
    case "search":
      return call.text.length > WHOLE ? `${call.text.slice(0, WHOLE).replace(/\n[^\n]*$/, "")}\n… (cut)` : call.text;
    default:
      return shortened(call.text);
  }
}

/** An extract: the sentences that answer the question, else the telling ones of the whole. */
function textAnswer(call: BriefToolCall, question: string | undefined): string {
  const { head, body } = parted(call.text);
  if (body.trim() === "") return shortened(call.text);
  if (question !== undefined) {
    const passages = passagesOf(call);
    const text = passages === undefined ? body : passages.join("\n");
    const found = bestSentences(text, question, 3);
    if (found.length > 0) return found.join(" ");
    return passages?.length === 0 || /^No passage/i.test(call.text)
      ? (sentenceOf(call.text) ?? call.text)
      : shortened(body);
  }
  if (body.length <= SHORT) return body.trim();
  const summary = summaryOf(body.replace(/^\[page \d+\]$/gim, ""), 5);
  return summary.length === 0 ? shortened(body) : `${head}${summary.join(" ")}`;
}

/** Passages of documents are short and stand by themselves: the best as it is. */
function knownAnswer(call: BriefToolCall): string {
  const { passages = [] } = (call.data ?? {}) as { readonly passages?: readonly Omit<KnownPassage, "agent">[] };
  const [best] = passages;
  return best === undefined ? call.text.trim() : `${best.text.trim()}\n\n(${best.location}: ${best.title})`;
}

function sentenceOf(text: string): string | undefined {
  return /^.+?[.!?](?=\s|$)/s.exec(text)?.[0];
}

/** The tool's own head line ("contract.pdf, 3 pages:") and what follows it. */
function parted(text: string): { readonly head: string; readonly body: string } {
  const found = /^([^\n]{1,200}:)\n+(.+)$/s.exec(text);
  return found === null ? { head: "", body: text } : { head: "", body: found[2] ?? "" };
}

function passagesOf({ data }: BriefToolCall): readonly string[] | undefined {
  const passages =
    data !== null && typeof data === "object" && !Array.isArray(data)
      ? (data as { readonly passages?: unknown }).passages
      : undefined;
  if (!Array.isArray(passages)) return undefined;
  return passages.flatMap((passage: unknown) => {
    const text = typeof passage === "string" ? passage : (passage as { readonly text?: unknown } | null)?.text;
    return typeof text === "string" ? [text] : [];
  });
}

function shortened(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length <= WHOLE) return trimmed;
  return `${trimmed.slice(0, WHOLE).replace(/\s+\S*$/, "")}\n… (cut)`;
}

function finished(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) || trimmed.includes("\n") ? trimmed : `${trimmed}.`;
}
