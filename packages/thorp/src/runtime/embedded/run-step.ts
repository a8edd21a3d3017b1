/** One step: give back what is recorded, else run the body and record what it returns. */
import type { Failure } from "../../base/errors.ts";
import type { Json } from "../../base/json.ts";
import type { TaskPath } from "../../events/event.ts";
import type { FrameKind } from "../../events/frame.ts";
import type { StepRequest, StepRun } from "../../events/run-context.ts";
import type { RunScope } from "./run-scope.ts";

interface StepEnd<Result> {
  readonly at: number;
  readonly result: Result;
}

const never = new Promise<never>(() => {});

/** The result of the step, from the record or from its body. In a replay a step that is not recorded never resolves. */
export async function runStep<Result extends Json>(
  scope: RunScope,
  { path, signal }: { readonly path: TaskPath; readonly signal: AbortSignal },
  request: StepRequest<Result>,
): Promise<StepEnd<Result>> {
  scope.activity++;
  const recorded = scope.record.step(path, request.name);
  if (recorded?.digest !== undefined && recorded.digest !== request.digest) {
    scope.onDifference({
      kind: "step-input",
      path,
      step: request.name,
      recorded: recorded.digest,
      asked: request.digest,
    });
  }
  if (recorded?.end !== undefined) return recorded.end as StepEnd<Result>;
  if (scope.live === undefined) {
    scope.onDifference({ kind: "new-step", path, step: request.name });
    return never;
  }
  const step = createStepRun(scope, path, { name: request.name, attempts: recorded?.attempts ?? 0, signal });
  try {
    const result = await request.run(step.run);
    const at = scope.append({ path, type: "step-end", step: request.name, attempt: step.attempt(), result });
    return { at, result };
  } finally {
    scope.live.bus.endStep(scope.run, path, request.name);
  }
}

function createStepRun(
  scope: RunScope,
  path: TaskPath,
  start: { readonly name: string; readonly attempts: number; readonly signal: AbortSignal },
): { readonly run: StepRun; attempt(): number } {
  const { name, signal } = start;
  const { run } = scope;
  let attempt = start.attempts;
  let frames = createFrames(scope, path, { name, attempt });
  const stepRun: StepRun = {
    path,
    name,
    key: `${run}/${path}/${name}`,
    signal,
    begin(call) {
      attempt++;
      scope.append({ path, type: "step-start", step: name, attempt, call });
      frames = createFrames(scope, path, { name, attempt });
      return attempt;
    },
    fail(failure: Failure, text) {
      scope.append({ path, type: "step-fail", step: name, attempt, failure, ...(text ? { text } : {}) });
    },
    note(detail) {
      scope.append({ path, step: name, ...detail });
    },
    committed: () => scope.committed(),
    frame: (kind, delta) => frames(kind, delta),
  };
  return { run: stepRun, attempt: () => Math.max(1, attempt) };
}

/**
 * Frames of an attempt wait until its `step-start` is committed. Otherwise a crash could lose the attempt, and the
 * next one would reuse its number: a reader would take the new text for the continuation of the old.
 */
function createFrames(scope: RunScope, path: TaskPath, step: { readonly name: string; readonly attempt: number }) {
  const offsets: Partial<Record<FrameKind, number>> = {};
  let held: { kind: FrameKind; delta: string }[] | undefined;
  let open = false;

  const send = (kind: FrameKind, delta: string): void => {
    const offset = offsets[kind] ?? 0;
    offsets[kind] = offset + delta.length;
    scope.frame({ path, step: step.name, attempt: step.attempt, kind, offset, delta });
  };
  return (kind: FrameKind, delta: string): void => {
    if (open) return send(kind, delta);
    if (held !== undefined) return void held.push({ kind, delta });
    held = [{ kind, delta }];
    const release = () => {
      open = true;
      for (const frame of held ?? []) send(frame.kind, frame.delta);
      held = undefined;
    };
    // A failed commit ends the run elsewhere; here it only means that nobody sees these frames.
    if (scope.live !== undefined) scope.committed().then(release, () => {});
  };
}
