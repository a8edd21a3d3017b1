/**
 * What a model call saw: its prompt is not kept, it follows from the journal. The run is replayed, and the call that it
 * makes again at the same place is fitted to the model that took it.
 */
import { ThorpError } from "../base/errors.ts";
import type { RunEvent } from "../events/event.ts";
import { callOptions } from "../gateway/call-model/call-options.ts";
import type { ModelCall } from "../gateway/call-model/model-call.ts";
import type { ModelDirectory } from "../gateway/call-model/model-directory.ts";
import type { LanguageModelV4CallOptions } from "../models/language-model.ts";
import { replayRun } from "../runtime/embedded/replay-run.ts";
import type { ProgramFor } from "./program-finder.ts";

/** A call as its model got it. */
export interface SeenCall {
  readonly path: string;
  readonly step: string;
  readonly model: string;
  readonly tier: string;
  /** Why this model, and the chance with which it would be chosen again. */
  readonly reasons: readonly string[];
  readonly propensity: number;
  readonly messages: LanguageModelV4CallOptions["prompt"];
  readonly tools: readonly { readonly name: string; readonly description?: string }[];
  readonly maxOutputTokens?: number;
  /** False when code, team or catalogue have changed since: then this is what would be sent today. */
  readonly isExact: boolean;
  /** What was left out to fit the window, in words. */
  readonly notices: readonly string[];
}

/** Which call, and what it is made with. */
export interface SeenCallOptions {
  readonly path: string;
  readonly step: string;
  readonly programFor: ProgramFor;
  readonly models: Pick<ModelDirectory, "info" | "countTokens">;
}

/** Rejects with `run-unknown` when the run made no such call, or would not make it today. */
export async function seenCall(
  events: readonly RunEvent[],
  { path, step, programFor, models }: SeenCallOptions,
): Promise<SeenCall> {
  const here = (event: RunEvent): boolean => event.path === path && "step" in event && event.step === step;
  const start = events.findLast((event) => event.type === "step-start" && here(event));
  const run = events[0]?.run ?? "";
  if (start?.type !== "step-start" || start.call.kind !== "model")
    throw new ThorpError("run-unknown", `Run ${run} made no model call ${step} at "${path}".`);
  const { route } = start.call;
  let made: ModelCall | undefined;
  const onCall = (where: string, call: ModelCall): void => {
    if (where === path && call.step === step) made = call;
  };
  const differing = await replayRun(events, await programFor(events, undefined, onCall));
  const model = models.info(route.model);
  if (made === undefined || model === undefined)
    throw new ThorpError("run-unknown", `Run ${run} would not make the model call ${step} again today.`);
  const { options, notices } = callOptions(models, {
    call: made,
    model,
    windowShare: 1,
    describesSchema: false,
    asksToAnswer: false,
  });
  return {
    path,
    step,
    model: model.id,
    tier: route.tier,
    reasons: route.reasons,
    propensity: route.propensity,
    messages: options.prompt,
    tools: (options.tools ?? []).map((tool) => ({
      name: tool.name,
      ...("description" in tool && tool.description !== undefined ? { description: tool.description } : {}),
    })),
    ...(options.maxOutputTokens === undefined ? {} : { maxOutputTokens: options.maxOutputTokens }),
    isExact: !differing.some((found) => found.kind === "step-input" && found.path === path && found.step === step),
    notices,
  };
}
