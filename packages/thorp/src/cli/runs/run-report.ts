/** One run for people: request, plan as a tree, model calls with the reasons for each, tool calls, failures, answer. */

import { cleanText, oneLine } from "../../base/clean-text.ts";
import { formatMoney } from "../../base/money.ts";
import { countWords, durationWords, shortId, timeWords } from "../../base/words.ts";
import type { RunDetail } from "../../engine/thorp.ts";
import type { RunEvent, StepCall } from "../../events/event.ts";
import { runFooter } from "../ask/run-footer.ts";
import { failureHint } from "../report-error.ts";
import { callNotices } from "../run-view/call-notices.ts";
import { modelWords, planLines } from "../run-view/plan-lines.ts";
import type { RunStory } from "../run-view/run-story.ts";
import type { Paint } from "../terminal/paint.ts";
import { fitText } from "../terminal/text-width.ts";

/** A run with all that is told of it. */
export interface ReportedRun {
  readonly story: RunStory;
  readonly detail: RunDetail;
  readonly events: readonly RunEvent[];
}

/** How it is shown. `now` is in milliseconds since 1970, `width` in columns. */
export interface ReportLook {
  readonly paint: Paint;
  readonly width: number;
  readonly now: number;
  readonly cwd: string;
  /** Also what was changed on the way of a call. */
  readonly isVerbose?: boolean;
  /** Whoever works with the data folder. */
  readonly owner?: string | undefined;
}

/** Safe for a terminal: texts of models are cleaned. */
export function runReport(reported: ReportedRun, look: ReportLook): string {
  const { story, detail, events } = reported;
  const { paint, width, now, cwd } = look;
  const calls = stepCalls(events);
  const isModel = (call: MadeCall) => call.call.kind === "model";
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    ["Request", cleanText(detail.run.text).split("\n")],
    ["Plan", planLines(story, { paint, width: width - 2, now })],
    ["Model calls", calls.filter(isModel).flatMap((call) => modelCallLines(call, look))],
    ["Tool calls", calls.filter((call) => call.call.kind === "tool").flatMap((call) => toolCallLines(call, look))],
    [
      "Waiting for you",
      detail.open.map((ask) => oneLine(ask.type === "approval-ask" ? `${ask.summary} (${ask.why})` : ask.text)),
    ],
    ["Failure", failureLines(story, detail.run.id)],
    [
      "Answer",
      cleanText(story.final?.text ?? "")
        .trimEnd()
        .split("\n"),
    ],
  ];
  const shown = sections
    .filter(([, lines]) => lines.some((line) => line.trim() !== ""))
    .map(([title, lines]) => `${paint.bold(title)}\n${lines.map((line) => `  ${line}`.trimEnd()).join("\n")}\n`);
  return `${headLines(detail, look)}\n${shown.join("\n")}\n${runFooter(story, detail, { paint, cwd })}`;
}

function headLines({ run }: RunDetail, { paint, owner }: ReportLook): string {
  const lines = [
    `${paint.bold(run.id)}  ${run.state}  team ${run.team}, ${timeWords(run.startedAt)}`,
    `conversation ${run.conversation}${run.recoveries > 0 ? `, taken up again ${countWords(run.recoveries, "time")}` : ""}`,
  ];
  if (run.endedAt === undefined) {
    lines.push(
      owner === undefined
        ? `Nobody works on it; go on with: thorp runs resume ${shortId(run.id)}`
        : `${owner} uses the data folder and may be working on it.`,
    );
  }
  return lines.map((line) => `${line}\n`).join("");
}

/** One try of a step, from its start to what became of it. */
interface MadeCall {
  readonly path: string;
  readonly attempt: number;
  readonly call: StepCall;
  readonly startedAt: number;
  endedAt?: number;
  /** Which of several servers took it. */
  server?: string;
  failure?: string;
  tokens?: string;
  cost?: number;
  notices?: readonly string[];
  /** What was mended in a reply or a tool call. */
  repaired?: readonly string[];
  /** When the service gave the answer that was given again. */
  cachedAt?: number;
}

function stepCalls(events: readonly RunEvent[]): readonly MadeCall[] {
  const calls: MadeCall[] = [];
  const openByStep = new Map<string, MadeCall>();
  for (const event of events) {
    if (!("step" in event)) continue;
    const key = `${event.path}#${event.step}`;
    if (event.type === "step-start") {
      const call = { path: event.path, attempt: event.attempt, call: event.call, startedAt: event.at };
      calls.push(call);
      openByStep.set(key, call);
    }
    const open = openByStep.get(key);
    if (open === undefined) continue;
    if (event.type === "server-choose") open.server = event.server;
    if (event.type === "step-fail") Object.assign(open, { endedAt: event.at, failure: event.failure.message });
    if (event.type === "budget-settle") open.cost = event.cost;
    // A failed try and the end of its step both come; the first one said why.
    if (event.type === "step-end" && open.endedAt === undefined)
      Object.assign(open, { endedAt: event.at, notices: callNotices(event.result), ...outcomeWords(event.result) });
  }
  return calls;
}

function outcomeWords(result: unknown): Pick<MadeCall, "failure" | "tokens" | "repaired" | "cachedAt"> {
  const { ok, text, failure, usage, repaired, cachedAt } = (result ?? {}) as {
    cachedAt?: number;
    repaired?: readonly string[];
    ok?: boolean;
    text?: string;
    failure?: { message?: string };
    usage?: { inputTokens: number; outputTokens: number };
  };
  return {
    ...(usage === undefined ? {} : { tokens: `${usage.inputTokens} in, ${usage.outputTokens} out` }),
    ...(ok === false ? { failure: failure?.message ?? text ?? "failed" } : {}),
    ...(Array.isArray(repaired) ? { repaired } : {}),
    ...(typeof cachedAt === "number" ? { cachedAt } : {}),
  };
}

function modelCallLines(
  { path, attempt, call, startedAt, endedAt, server, failure, repaired, tokens, cost = 0, notices = [] }: MadeCall,
  look: ReportLook,
): readonly string[] {
  if (call.kind !== "model") return [];
  const { route, agent, purpose } = call;
  const facts = [
    `${path === "" ? "run" : path}`,
    `${agent} ${purpose}`,
    `${modelWords(route.model)}${route.tier === "embedded" ? "" : ` (${route.tier})`}`,
    ...(server === undefined ? [] : [server]),
    ...(attempt > 1 ? [`try ${attempt}`] : []),
    ...(tokens === undefined || route.tier === "embedded" ? [] : [tokens]),
    ...(cost > 0 ? [formatMoney(cost as Parameters<typeof formatMoney>[0])] : []),
    endedAt === undefined ? "no end" : durationWords(endedAt - startedAt),
  ];
  const why = look.paint.dim(fitText(oneLine(`why: ${route.reasons.join("; ")}`), look.width - 5));
  const told = look.isVerbose ? notices.map((notice) => `  note: ${fitText(oneLine(notice), look.width - 8)}`) : [];
  return [oneLine(facts.join(" · ")), `  ${why}`, ...told, ...mended(repaired, look), ...failed(failure, look)];
}

function toolCallLines(
  { path, call, startedAt, endedAt, failure, repaired, cachedAt }: MadeCall,
  look: ReportLook,
): readonly string[] {
  if (call.kind !== "tool") return [];
  const facts = [
    path === "" ? "run" : path,
    `${call.agent} ${call.tool}`,
    ...(cachedAt === undefined ? [] : [`kept since ${timeWords(cachedAt)}`]),
    endedAt === undefined ? "no end" : durationWords(endedAt - startedAt),
  ];
  const input = look.paint.dim(fitText(oneLine(JSON.stringify(call.input)), look.width - 5));
  return [oneLine(facts.join(" · ")), `  ${input}`, ...mended(repaired, look), ...failed(failure, look)];
}

function mended(repaired: readonly string[] | undefined, { paint, width }: ReportLook): readonly string[] {
  if (repaired === undefined || repaired.length === 0) return [];
  return [`  ${paint.dim(fitText(oneLine(`mended: ${repaired.join("; ")}`), width - 5))}`];
}

function failed(failure: string | undefined, { paint }: ReportLook): readonly string[] {
  return failure === undefined ? [] : [`  ${paint.red(`failed: ${oneLine(failure)}`)}`];
}

function failureLines({ end }: RunStory, run: string): readonly string[] {
  if (end?.failure === undefined) return [];
  return [`${end.failure.code}: ${oneLine(end.failure.message)}`, failureHint(end.failure, run)];
}
