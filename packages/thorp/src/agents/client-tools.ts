/**
 * Tools that the program carries out which asked: offered beside the agent's own, called by suspending the run.
 *
 * What comes back was written by nobody we know, so it is labelled as coming from outside.
 */
import type { Failure } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import type { Label } from "../base/label.ts";
import type { ClientCall, ClientDoneCall, ClientTool } from "../events/client-terms.ts";
import type { EventOf } from "../events/event.ts";
import type { RunContext } from "../events/run-context.ts";
import type { ModelCall, ToolCallText } from "../gateway/call-model/model-call.ts";
import { parseArguments } from "../gateway/call-tool/parse-arguments.ts";
import type { BriefToolCall } from "../models/brief.ts";
import type { LanguageModelV4FunctionTool } from "../models/language-model.ts";
import type { Assignment } from "./assignment.ts";

/** How long results may take; the time without an engine does not count. Milliseconds. */
export const CLIENT_PATIENCE_MS = 15 * 60_000;

type Offer = Pick<ModelCall, "tools" | "toolChoice">;

/** The tools of one model call: a client's tool stands instead of one of ours with the same name. */
export function withClientTools(
  own: readonly LanguageModelV4FunctionTool[],
  { clientTools = [], run }: Pick<Assignment, "clientTools" | "run">,
  isFirst: boolean,
): Offer {
  if (clientTools.length === 0) return { tools: own };
  const { choice } = run.request.client ?? {};
  const named = new Set(clientTools.map(({ name }) => name));
  const theirs = clientTools.map(functionToolOf);
  if (!isFirst || choice === undefined || choice === "none")
    return { tools: [...theirs, ...own.filter(({ name }) => !named.has(name))] };
  if (choice === "required") return { tools: theirs, toolChoice: choice };
  return { tools: theirs.filter(({ name }) => name === choice.tool), toolChoice: choice };
}

function functionToolOf({ name, description, parameters }: ClientTool): LanguageModelV4FunctionTool {
  return {
    type: "function",
    name,
    ...(description === undefined ? {} : { description }),
    inputSchema: parameters as never,
  };
}

/** Those of a model's calls that are the client's to carry out. */
export function clientCallsOf<Call extends Pick<ToolCallText, "tool">>(
  toolCalls: readonly Call[],
  { clientTools = [], run }: Pick<Assignment, "clientTools" | "run">,
): readonly Call[] {
  const named = new Set(clientTools.map(({ name }) => name));
  const calls = toolCalls.filter(({ tool }) => named.has(tool));
  return run.request.client?.oneByOne ? calls.slice(0, 1) : calls;
}

/** What the client brought, or why the agent cannot go on. */
export type ClientTurn =
  | { readonly ok: true; readonly calls: readonly BriefToolCall[] }
  | { readonly ok: false; readonly failure: Failure };

/** Suspends the run until all results of the turn are there. `turn` is unique among the turns of the assignment. */
export async function askClient(
  context: RunContext,
  toolCalls: readonly ToolCallText[],
  { turn, stepPrefix }: { readonly turn: number; readonly stepPrefix: string },
): Promise<ClientTurn> {
  const ask = `${stepPrefix}${turn}`;
  const calls = toolCalls.map(
    ({ tool, input }, position): ClientCall => ({
      id: clientCallId(context.run, `${ask}_${position + 1}`),
      tool,
      // What cannot be read at all goes on as it is: the program may know better.
      input: readableInput(input),
    }),
  );
  context.emit({ type: "client-call-ask", ask, calls });
  const answered = context.signalled(`client ${ask}`, "client-call-answer", (signal) => signal.ask === ask);
  const cancelled = context.signalled("signal:run-cancel", "run-cancel");
  const late = context.timer(`client ${ask} late`, CLIENT_PATIENCE_MS, { pauses: true });
  const winner = await context.race([cancelled, answered, late]);
  if (winner.name === cancelled.name)
    return { ok: false, failure: { code: "cancelled", message: (winner.value as EventOf<"run-cancel">).reason } };
  if (winner.name === late.name) return { ok: false, failure: lateFailure(calls) };
  const { results } = winner.value as EventOf<"client-call-answer">;
  return {
    ok: true,
    calls: toolCalls.map(({ id, tool, input }, position) => {
      const text = results.find((result) => result.id === calls[position]?.id)?.text ?? "";
      return clientOutcome({ id, turn, tool, input: (parseArguments(input) ?? input) as Json, text });
    }),
  };
}

/** Calls that the asker says were made before this run. */
export function clientOutcome({ id, turn, tool, input, text }: ClientDoneCall): BriefToolCall {
  return { id, turn, tool, input, ok: true, text, artifacts: [], sources: [], labels: [clientLabel(tool)] };
}

/** Untrusted, as everything is that comes from agents outside. */
function clientLabel(tool: string): Label {
  return `agent:client.${tool}`;
}

/** Names the run, so that whoever brings a result need not say for which run it is. */
function clientCallId(run: string, place: string): string {
  return `call_${run.replace(/^run_/, "")}_${place}`;
}

function readableInput(input: string): string {
  const parsed = parseArguments(input);
  return parsed === undefined ? input : JSON.stringify(parsed);
}

function lateFailure(calls: readonly ClientCall[]): Failure {
  const tools = calls.map(({ tool }) => tool).join(", ");
  return {
    code: "tool-timeout",
    message: `The program that asked has not brought the result of ${tools} within ${CLIENT_PATIENCE_MS / 60_000} minutes.`,
    hint: "Ask again, with the results in the history.",
  };
}
