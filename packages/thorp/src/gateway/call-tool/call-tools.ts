/**
 * Every tool call passes here: validate -> policy -> approval -> execute -> label -> format. The calls of one turn run
 * at once; questions to the person come one after the other before them. Failures are outcomes, never exceptions.
 */
import type { Failure } from "../../base/errors.ts";
import { type Json, stableStringify } from "../../base/json.ts";
import { joinLabels } from "../../base/label.ts";
import type { RunContext, StepRequest, StepRun } from "../../events/run-context.ts";
import type { FindCage } from "../../sandbox/cage.ts";
import type { Tool, ToolContext } from "../../tools/tool.ts";
import { askAboutContent } from "../ask-about-content.ts";
import { callDeadline } from "../call-model/call-deadline.ts";
import type { RunFacts } from "../call-model/run-facts.ts";
import { type Approval, approveCall } from "./approve-call.ts";
import { type ExecuteServices, executeCall, failedOutcome } from "./execute-call.ts";
import { argumentFindings, lookAtArguments } from "./look-at-arguments.ts";
import { withCage } from "./look-at-cage.ts";
import { type PreparedCall, prepareCall, withoutDoubles } from "./prepare-call.ts";
import { previewCall } from "./preview-call.ts";
import { hasReference, type ReferredCall, resolveReferences } from "./references/resolve-references.ts";
import type { ToolOutcome, ToolTurn } from "./tool-call.ts";

/** What the stages need; one set for all runs of an engine. */
export interface CallToolServices extends ExecuteServices {
  readonly toolContext: (request: ToolContextRequest) => Promise<ToolContext>;
  /** What tools that need a sandbox can have here; they count as without a cage otherwise. */
  readonly findCage?: FindCage;
}

/** Whose call a context is for. */
export interface ToolContextRequest {
  readonly run: RunFacts;
  readonly step: StepRun;
  readonly tool: Tool;
  readonly inputs: ToolTurn["inputs"];
  readonly shelf?: ToolTurn["shelf"];
  /** A person allowed that its program runs without a cage. */
  readonly uncaged: boolean;
  readonly signal: AbortSignal;
}

/** The calls of one turn, answered in their order. */
export type CallTools = (context: RunContext, run: RunFacts, turn: ToolTurn) => Promise<readonly ToolOutcome[]>;

/** Calls that were carried out or denied are recorded steps; wrong arguments are answered without one. */
export function createCallTools(services: CallToolServices): CallTools {
  return async (context, run, turn) => {
    const referred: ReferredCall[] = [];
    for (const call of turn.calls) referred.push(await resolveReferences(services, context, { call, run, turn }));
    const prepared = withoutDoubles(referred.flatMap((each) => preparedWith(each, { run, turn })));
    const outcomes = new Map<PreparedCall, ToolOutcome>();
    const steps = new Map<PreparedCall, StepRequest<Json>>();
    let cancelled: Failure | undefined;
    for (const ready of prepared) {
      const approval: Approval = !ready.ok
        ? ready
        : cancelled === undefined
          ? await approved(services, context, { run, turn, ready })
          : { ok: false, failure: cancelled };
      const { failure, told } = approval.ok ? {} : approval;
      if (failure?.code === "cancelled") cancelled = failure;
      const refused =
        failure &&
        failedOutcome(
          { id: ready.call.id, tool: historyName(ready.call.tool), input: writtenOf(ready) },
          { failure, told, advice: adviceFor(failure), secrets: services.secrets },
        );
      if (refused !== undefined && isDenial(refused.failure?.code)) steps.set(ready, deniedStep(ready, refused, run));
      else if (refused !== undefined) outcomes.set(ready, refused);
      else if (approval.ok)
        steps.set(
          ready,
          stepFor(services, { run, turn, ready: approval.prepared, deadlineAt: run.deadlineAt?.(context) }),
        );
    }
    const results = await context.steps([...steps.values()]);
    for (const [position, ready] of [...steps.keys()].entries())
      outcomes.set(
        ready,
        await askedAbout(context, run, { ready, outcome: results[position] as unknown as ToolOutcome }),
      );
    return prepared.flatMap((ready) => outcomes.get(ready) ?? []);
  };
}

interface Preparing {
  readonly run: RunFacts;
  readonly turn: ToolTurn;
}

function preparedWith(referred: ReferredCall, { run, turn }: Preparing): readonly PreparedCall[] {
  const { call } = referred;
  if (!referred.ok) return [{ ok: false, call, input: referred.written, failure: referred.failure }];
  const { written, labels } = referred;
  return prepareCall(call, turn.tools, run.request).map((prepared): PreparedCall => {
    if (written === undefined && prepared.ok && hasReference(prepared.input)) return unread(prepared);
    if (written === undefined) return prepared;
    return prepared.ok ? { ...prepared, written, labels } : { ...prepared, input: written };
  });
}

/** The arguments had to be mended before the reference could be seen; the tool must not take it for a text. */
function unread({ call, input }: Extract<PreparedCall, { ok: true }>): PreparedCall {
  const message = "The arguments hold a reference and are not the JSON that they should be; write them again.";
  return { ok: false, call, input, failure: { code: "tool-input", message } };
}

/** What goes back to the model is what it wrote, not what stood for it. */
function writtenOf(prepared: PreparedCall): Json {
  return prepared.ok ? (prepared.written ?? prepared.input) : prepared.input;
}

interface Approvable {
  readonly run: RunFacts;
  readonly turn: ToolTurn;
  readonly ready: Extract<PreparedCall, { ok: true }>;
}

/** The team's filters come first: nobody is asked to approve what they refuse. */
async function approved(
  services: CallToolServices,
  context: RunContext,
  { run, turn, ready }: Approvable,
): Promise<Approval> {
  const failure = await lookAtArguments(context, run, ready);
  if (failure !== undefined) return { ok: false, failure };
  return approveCall(context, run, {
    prepared: await withCage(context, ready, services.findCage),
    // What is handed on by reference is part of what decided, whether the model read it or not.
    turn: { ...turn, context: joinLabels(turn.context, ready.labels ?? []) },
    secrets: services.secrets,
    preview: (asked) => previewCall(services, context, { prepared: asked, run, turn }),
  });
}

interface AskableResult {
  readonly ready: PreparedCall;
  readonly outcome: ToolOutcome;
}

/** A result that the team's filters want a person to look at is read by a model once somebody has allowed it. */
async function askedAbout(context: RunContext, run: RunFacts, { ready, outcome }: AskableResult): Promise<ToolOutcome> {
  const { asks, id, tool, input, labels, text } = outcome;
  if (asks === undefined) return outcome;
  const question = { id: `${context.path}#${ready.call.step}#content`, what: `the result of ${tool}`, findings: asks };
  const failure = await askAboutContent(context, run, { ...question, shown: text });
  if (failure === undefined) return outcome;
  // The journal keeps what came; from here on nobody reads it.
  return failedOutcome({ id, tool, input, labels }, { failure, secrets: { clean: (same) => same } });
}

function isDenial(code: Failure["code"] | undefined): boolean {
  return code === "approval-denied" || code === "address-refused" || code === "content-blocked";
}

/** What a model can do about a call that was not begun. */
function adviceFor({ code }: Failure): string | undefined {
  if (code === "approval-denied") return "Go on without it and say that it was not done.";
  // The model's own idea: what the person never asked for is no part of the answer.
  if (code === "address-refused") return "Go on without it.";
  if (code === "input-too-large") return "Write less, or hand long texts on by reference.";
  return undefined;
}

/** The name goes back in the history, and strict providers refuse a history with a name of other signs. */
function historyName(tool: string): string {
  return tool.replace(/[^\w-]+/g, "_").slice(0, 64) || "unnamed";
}

/** What was not allowed stands in the journal as well. */
function deniedStep(ready: PreparedCall, outcome: ToolOutcome, run: RunFacts): StepRequest<Json> {
  return {
    name: ready.call.step,
    digest: ready.ok ? ready.digest : "",
    run: async (step) => {
      for (const finding of ready.ok ? argumentFindings(run, ready) : [])
        step.note({ type: "content-find", direction: "arguments", ...finding });
      step.note({ type: "policy-deny", tool: outcome.tool, why: outcome.failure?.message ?? outcome.text });
      return outcome as unknown as Json;
    },
  };
}

interface ReadyStep {
  readonly run: RunFacts;
  readonly turn: ToolTurn;
  readonly ready: Extract<PreparedCall, { ok: true }>;
  readonly deadlineAt: number | undefined;
}

function stepFor(services: CallToolServices, { run, turn, ready, deadlineAt }: ReadyStep): StepRequest<Json> {
  const { tool, call, input, intent, digest } = ready;
  return {
    name: call.step,
    digest,
    run: async (step) => {
      step.begin({
        kind: "tool",
        tool: tool.name,
        agent: turn.agent,
        input: boundedInput(ready.written ?? input),
        digest,
        repeatable: tool.repeatable,
      });
      // What changes the world must not start before everything that led to it is on disk.
      if ([tool.effect, intent.effect].some((effect) => effect !== "none" && effect !== "read")) await step.committed();
      const deadline = callDeadline(services.clock, step.signal, deadlineAt);
      const outcome = await executeCall(services, {
        prepared: ready,
        step,
        run,
        signal: deadline.signal,
        deadlineAt,
        capabilities: turn.capabilities,
        context: (signal) =>
          services.toolContext({
            ...{ run, step, tool, inputs: turn.inputs, ...shelfOf(turn), signal },
            uncaged: intent.uncaged !== undefined,
          }),
      }).finally(deadline.release);
      return outcome as unknown as Json;
    },
  };
}

function shelfOf({ shelf }: ToolTurn): Pick<ToolContextRequest, "shelf"> {
  return shelf === undefined ? {} : { shelf };
}

/** The outcome holds the whole input; the start of a step only what a reader wants to see at a glance. */
function boundedInput(input: Json): Json {
  const text = stableStringify(input);
  return text.length <= 600 ? input : `${text.slice(0, 600)}…`;
}
