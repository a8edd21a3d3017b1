/**
 * What a person hears when the rules model refuses in the place of another model.
 *
 * Its refusal says that no language model is connected. That is true on a machine without one, and false where one was
 * to be asked and could not: then the cause is what went wrong there, and the refusal is neither shown nor recorded as
 * an answer.
 */
import { type Failure, failureFrom, ThorpError } from "../../base/errors.ts";
import type { RouteRecord } from "../../events/event.ts";
import type { FrameKind } from "../../events/frame.ts";
import type { StepRun } from "../../events/run-context.ts";
import type { CollectedStream } from "./collect-parts.ts";
import type { ModelCandidate } from "./model-candidates.ts";

/** What keeps models out before any is called. One that nobody has connected is no cause, unless it was asked for. */
export function causesBefore(candidates: readonly ModelCandidate[], wanted: string | undefined): readonly Failure[] {
  return candidates.flatMap(({ model, obstacle, isAbsent, failure, hint }) => {
    if (obstacle === undefined || (isAbsent === true && model !== wanted)) return [];
    const message = `${model} cannot be called: ${obstacle}`;
    return [failureFrom(new ThorpError(failure ?? "model-unavailable", message, hint === undefined ? {} : { hint }))];
  });
}

/** One failure for all of them: the last one's code and remedy, the words of each in their order. */
function joinCauses(causes: readonly Failure[]): Failure | undefined {
  const last = causes.at(-1);
  if (last === undefined) return undefined;
  return { ...last, message: [...new Set(causes.map(({ message }) => message))].join("; ") };
}

/** A try of one model, and why those before it did not take the call. */
export interface GatedTry {
  readonly step: Pick<StepRun, "frame">;
  readonly route: Pick<RouteRecord, "tier">;
  readonly causes: readonly Failure[];
}

/** Between a model and the readers of its frames. */
export interface AbstentionGate {
  frame(kind: FrameKind, delta: string): void;
  /** Shows what was held back; when it is a refusal instead, gives the failure that caused it. */
  open(collected: CollectedStream): Failure | undefined;
}

/** Holds back only what the rules model says after something went wrong; it is there at once. */
export function abstentionGate({ step, route, causes }: GatedTry): AbstentionGate {
  const cause = route.tier === "embedded" ? joinCauses(causes) : undefined;
  if (cause === undefined) return { frame: step.frame, open: () => undefined };
  const held: [FrameKind, string][] = [];
  return {
    frame: (kind, delta) => void held.push([kind, delta]),
    open({ part }) {
      const said = part.providerMetadata?.["thorp"] as { readonly abstained?: boolean } | undefined;
      if (said?.abstained === true) return cause;
      for (const [kind, delta] of held) step.frame(kind, delta);
      return undefined;
    },
  };
}
