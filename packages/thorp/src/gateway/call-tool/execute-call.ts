/** Run one prepared tool call under its time limit, then label and format what came out. */
import type { Clock } from "../../base/clock.ts";
import { type Failure, failureFrom, ThorpError } from "../../base/errors.ts";
import { joinLabels } from "../../base/label.ts";
import type { StepRun } from "../../events/run-context.ts";
import type { Artifact } from "../../events/task-result.ts";
import type { SecretFilter } from "../../guard/secret-filter.ts";
import type { Tool, ToolContext, ToolOutput } from "../../tools/tool.ts";
import type { PreparedCall } from "./prepare-call.ts";
import type { ToolOutcome } from "./tool-call.ts";

export interface ExecuteServices {
  readonly clock: Clock;
  readonly secrets: SecretFilter;
  /** Stores a long text and gives it back as an artifact. */
  readonly keep: (file: { readonly id: string; readonly title: string; readonly text: string }) => Promise<Artifact>;
}

export interface Execution {
  readonly prepared: Extract<PreparedCall, { ok: true }>;
  readonly step: StepRun;
  readonly context: (signal: AbortSignal) => Promise<ToolContext>;
}

const DEFAULT_TIMEOUT_MS = 30_000;
/** A tool's text beyond this goes into an artifact; about 4,000 tokens. Characters. */
const LONGEST_TEXT = 16_000;

export async function executeCall(services: ExecuteServices, { prepared, step, context }: Execution): Promise<ToolOutcome> {
  const { tool, call, input } = prepared;
  const base = { id: call.id, tool: tool.name, input };
  const output = await runUnderLimit(services, { tool, input, step, context }).catch((error: unknown) => failureFrom(error));
  if (!("ok" in output)) return failedOutcome(base, output, services.secrets);
  if (!output.ok) return failedOutcome(base, { code: output.code ?? "tool-failed", message: output.text }, services.secrets);
  const text = services.secrets.clean(output.text);
  const artifacts = [...(output.artifacts ?? [])];
  let shown = text;
  if (text.length > LONGEST_TEXT) {
    const whole = await services.keep({ id: `${step.path || "run"}.${step.name}`, title: `Whole output of ${tool.name}`, text });
    artifacts.push(whole);
    shown = `${text.slice(0, LONGEST_TEXT)}\n[cut here; the whole has ${text.length} characters and is result ${whole.id}]`;
  }
  return {
    ...base,
    ok: true,
    text: shown,
    ...(output.data === undefined ? {} : { data: output.data }),
    artifacts,
    sources: output.sources ?? [],
    labels: joinLabels(output.labels ?? [], [`tool:${tool.name}`]),
  };
}

interface LimitedRun {
  readonly tool: Tool;
  readonly input: unknown;
  readonly step: StepRun;
  readonly context: Execution["context"];
}

async function runUnderLimit({ clock }: ExecuteServices, { tool, input, step, context }: LimitedRun): Promise<ToolOutput> {
  const limit = tool.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const abort = new AbortController();
  const stop = () => abort.abort(step.signal.reason ?? new ThorpError("cancelled", "The run was stopped."));
  if (step.signal.aborted) stop();
  step.signal.addEventListener("abort", stop, { once: true });
  const disarm = clock.after(limit, () =>
    abort.abort(new ThorpError("tool-timeout", `${tool.name} took longer than ${limit / 1000} s.`)),
  );
  const stopped = new Promise<never>((_resolve, reject) => {
    if (abort.signal.aborted) reject(abort.signal.reason);
    abort.signal.addEventListener("abort", () => reject(abort.signal.reason), { once: true });
  });
  try {
    // A tool that ignores its signal must not hold the run: the race goes on without it.
    return await Promise.race([context(abort.signal).then((own) => tool.execute(input, own)), stopped]);
  } finally {
    disarm();
    step.signal.removeEventListener("abort", stop);
  }
}

export function failedOutcome(base: Pick<ToolOutcome, "id" | "tool" | "input">, failure: Failure, secrets: SecretFilter): ToolOutcome {
  const message = secrets.clean(failure.message);
  return { ...base, ok: false, text: message, artifacts: [], sources: [], labels: [`tool:${base.tool}`], failure: { ...failure, message } };
}
