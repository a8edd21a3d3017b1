/** Run one prepared tool call under its time limit, then label and format what came out. */
import type { Clock } from "../../base/clock.ts";
import { type Failure, failureFrom, ThorpError } from "../../base/errors.ts";
import { withoutHidden } from "../../base/hidden-text.ts";
import { type Json, parseJson } from "../../base/json.ts";
import { isTainted, joinLabels, type Label, type Labels } from "../../base/label.ts";
import type { StepRun } from "../../events/run-context.ts";
import type { Artifact } from "../../events/task-result.ts";
import type { CapabilityChain } from "../../guard/capability-rule.ts";
import { cleanJson } from "../../guard/clean-json.ts";
import type { SecretFilter } from "../../guard/secret-filter.ts";
import type { Tool, ToolContext, ToolOutput } from "../../tools/tool.ts";
import type { RunFacts } from "../call-model/run-facts.ts";
import { countUse, creditedSources, termsOf } from "./call-terms.ts";
import { filterResult } from "./filter-result.ts";
import { holdToPaths } from "./hold-to-paths.ts";
import { executeKept, type KeptAnswers } from "./kept-answers.ts";
import type { PreparedCall } from "./prepare-call.ts";
import type { ResourceSlots } from "./resource-slots.ts";
import { runUnderLimit, stopReason } from "./run-under-limit.ts";
import { executeCached, type ToolMemory } from "./tool-cache.ts";
import type { ToolOutcome } from "./tool-call.ts";
import { watchReading } from "./watch-reading.ts";

/** What carrying out needs. */
export interface ExecuteServices {
  readonly clock: Clock;
  readonly secrets: SecretFilter;
  /** Results of cacheable tools; nothing is cached without. */
  readonly toolMemory?: ToolMemory;
  /** Answers of services whose terms allow to keep them; nothing is kept without. */
  readonly kept?: KeptAnswers;
  /** What is scarce among all runs; calls wait for nothing without. */
  readonly resources?: ResourceSlots;
  /** Stores a long text and gives it back as an artifact. */
  readonly keepText: (file: {
    readonly id: string;
    readonly title: string;
    readonly text: string;
  }) => Promise<Artifact>;
}

/** One call that was validated and allowed. */
export interface Execution {
  readonly prepared: Extract<PreparedCall, { ok: true }>;
  readonly step: StepRun;
  /** The step's, or one that aborts at the run's deadline too. */
  readonly signal: AbortSignal;
  readonly context: (signal: AbortSignal) => Promise<ToolContext>;
  /** The team's own rules that hold for the agent. */
  readonly capabilities: CapabilityChain;
  /** What the team hides, refuses or asks about in results. */
  readonly run: Pick<RunFacts, "filters" | "team" | "request">;
  /** Milliseconds since 1970. */
  readonly deadlineAt?: number | undefined;
}

/** A tool's text beyond this goes into an artifact; about 4,000 tokens. Characters. */
const LONGEST_TEXT = 16_000;

/** Never rejects for what a tool does. Secrets and hidden characters are taken out of everything that comes out. */
export async function executeCall(services: ExecuteServices, execution: Execution): Promise<ToolOutcome> {
  const { clock, secrets: known, keepText, toolMemory, kept } = services;
  const { prepared, step, signal, context, capabilities, run } = execution;
  const { tool, call, input, intent } = prepared;
  // Hidden characters go first: they could stand between the letters of a secret.
  const secrets: Pick<SecretFilter, "clean"> = { clean: (text) => known.clean(withoutHidden(text)) };
  const own: Label = `tool:${tool.name}`;
  // Whatever a tool says of an answer from outside: it came from there, also as the words of a failure.
  const outside = (intent.urls ?? []).map((url): Label => `web:${url}`);
  // A server's own tool says what the server wants.
  const server: Labels = tool.evidence === "declared-by-server" ? [`agent:tool.${tool.name}`] : [];
  const read = new Set<Label>();
  const { repaired } = prepared;
  const { labels: handed = [], written = input } = prepared;
  const base = { id: call.id, tool: tool.name, input: written, ...(repaired.length > 0 ? { repaired } : {}) };
  const use = countUse(tool);
  const failed = (failure: Failure, advice?: string) =>
    failedOutcome(
      {
        ...base,
        ...termsOf(tool),
        ...use.sum(),
        labels: cleanLabels(joinLabels([...read], handed, outside, server, [own]), known),
      },
      { failure, advice, secrets },
    );
  let cachedAt: number | undefined;
  const execute: Tool["execute"] = (given, ownContext) => {
    const carryOut = (seen: ToolContext) => {
      const held = holdToPaths(use.counted(withoutSecrets(seen, known)), prepared, capabilities);
      return labelled(held, read, (watched) => tool.execute(given, watched));
    };
    return executeKept(prepared, {
      ...{ kept, run, context: ownContext, secrets },
      served: (at) => void (cachedAt = at),
      execute: (seen) => executeCached(toolMemory, prepared, { context: seen, execute: carryOut }),
    });
  };
  const work = () => runUnderLimit(clock, { tool: { ...tool, execute }, input, signal, context });
  const output = await inTurn(services, execution, work).catch((error: unknown) => failureIn(tool, error));
  if (!("ok" in output)) return failed(output);
  if (!output.ok) return failed({ code: output.code ?? "tool-failed", message: output.text }, output.advice);
  const { text, clean, asks, blocked } = filterResult(output, { secrets, step, run, tool: tool.name });
  if (blocked !== undefined) return failed(blocked, "Go on without it and say so.");
  const artifacts = (output.artifacts ?? []).map((made) => ({ ...made, title: clean(made.title) }));
  let shown = text;
  if (text.length > LONGEST_TEXT) {
    const whole = await keepText({
      id: `${step.path || "run"}.${step.name}`,
      title: `Whole output of ${tool.name}`,
      text,
    });
    artifacts.push(whole);
    shown = `${beginningOf(text)}\n[cut here; the whole has ${text.length} characters and is result ${whole.id}; any argument of a tool takes it as "@result:${whole.id}"]`;
  }
  return {
    ...base,
    ...termsOf(tool),
    ...use.sum(),
    ok: true,
    text: shown,
    ...((tool.price ?? 0) > 0 && cachedAt === undefined ? { costMicro: tool.price } : {}),
    ...(cachedAt === undefined ? {} : { cachedAt }),
    ...dataOf(output.data, { clean }),
    ...(asks.length === 0 ? {} : { asks }),
    artifacts,
    sources: creditedSources(tool, output.sources ?? []).map(({ title, location, credit }) => ({
      title: clean(title),
      location: secrets.clean(location),
      ...(credit === undefined ? {} : { credit }),
    })),
    labels: cleanLabels(
      joinLabels(output.labels ?? [], handed, isTainted(output.labels ?? []) ? [] : outside, server, [own]),
      known,
    ),
  };
}

/** Waiting for what is scarce is no time of the tool; whoever looks sees what it waits for. */
async function inTurn(
  { resources }: ExecuteServices,
  { prepared: { tool }, step, signal, run, deadlineAt }: Execution,
  work: () => Promise<ToolOutput>,
): Promise<ToolOutput> {
  const { resource } = tool;
  if (resources === undefined || resource === undefined) return work();
  const { priority } = run.request;
  let hasBegun = false;
  try {
    return await resources.hold(
      {
        ...{ resource, priority, deadlineAt, signal },
        onWait(ahead) {
          step.note({ type: "resource-wait", tool: tool.name, resource: resource.name, ahead });
          step.frame("progress", `waits for ${resource.name}, ${ahead} before it`);
        },
        onTurn: () => step.frame("progress", `has ${resource.name}`),
      },
      () => {
        hasBegun = true;
        return work();
      },
    );
  } catch (error) {
    throw hasBegun ? error : stopReason(signal);
  }
}

/** Addresses may carry a key: labels that name one are masked like any other text. */
function cleanLabels(labels: Labels, secrets: SecretFilter): Labels {
  return labels.map((label) => secrets.clean(label) as Label);
}

/** What a tool writes and says while it works is seen by others before its result is. */
function withoutSecrets(context: ToolContext, secrets: SecretFilter): ToolContext {
  return {
    ...context,
    createFile: ({ name, title, bytes, ...rest }) =>
      context.createFile({
        ...{ ...rest, name: secrets.clean(name), title: secrets.clean(title) },
        bytes: typeof bytes === "string" ? secrets.clean(bytes) : bytes,
      }),
    progress: (text) => context.progress(secrets.clean(text)),
  };
}

/** What comes out also carries the labels of what was read on the way; they are known as soon as it was read. */
async function labelled(
  context: ToolContext,
  read: Set<Label>,
  execute: (context: ToolContext) => Promise<ToolOutput>,
): Promise<ToolOutput> {
  const watched = watchReading(context, read);
  const output = await execute(watched);
  // What a package's tool gives is checked later; here it may be anything.
  const isOutput = typeof (output as unknown) === "object" && output !== null;
  if (!isOutput || !output.ok || read.size === 0) return output;
  return { ...output, labels: joinLabels(output.labels ?? [], [...read]) };
}

/** Not through the middle of a character. */
function beginningOf(text: string): string {
  const isHalf = /[\ud800-\udbff]/.test(text[LONGEST_TEXT - 1] ?? "");
  return text.slice(0, isHalf ? LONGEST_TEXT - 1 : LONGEST_TEXT);
}

/** As the journal will give it back, without secrets; what is no JSON is left out, the text says it too. */
function dataOf(data: unknown, secrets: Pick<SecretFilter, "clean">): { readonly data?: Json } {
  try {
    const text = JSON.stringify(data) as string | undefined;
    const value = text === undefined ? undefined : (parseJson(text) as Json | undefined);
    return value === undefined ? {} : { data: cleanJson(secrets, value) };
  } catch {
    return {};
  }
}

/** A throw that is no `ThorpError` is a fault of the tool, not of the run. */
function failureIn(tool: Tool, error: unknown): Failure {
  const failure = failureFrom(error);
  return error instanceof ThorpError
    ? failure
    : { code: "tool-failed", message: `${tool.name} failed: ${failure.message}` };
}

type FailedCall = Pick<ToolOutcome, "id" | "tool" | "input" | "repaired"> &
  Partial<Pick<ToolOutcome, "labels" | "terms" | "use">>;

/** Message and advice may still hold secrets: `secrets` masks both before anybody reads them. */
export interface FailedHow {
  readonly failure: Failure;
  /** The failure as the model reads it, where that is not what the person reads. */
  readonly told?: string | undefined;
  /** What the model may do about it; the person who reads the failure does not see it. */
  readonly advice?: string | undefined;
  readonly secrets: Pick<SecretFilter, "clean">;
}

/** The failure as a model reads it, with secrets masked. */
export function failedOutcome(base: FailedCall, { failure, told, advice = "", secrets }: FailedHow): ToolOutcome {
  const message = secrets.clean(failure.message);
  return {
    ...base,
    ok: false,
    text: `${secrets.clean(told ?? failure.message)} ${secrets.clean(advice)}`.trim(),
    artifacts: [],
    sources: [],
    labels: base.labels ?? [`tool:${base.tool}`],
    failure: { ...failure, message },
  };
}
