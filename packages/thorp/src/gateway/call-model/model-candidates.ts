/** The models that could take a call: the agent's, one per tier, or the one that the person asked for. */
import type { ErrorCode } from "../../base/errors.ts";
import type { MicroDollars } from "../../base/money.ts";
import { capabilityForMedia, mediaFiles } from "../../models/brief-media.ts";
import { tiers } from "../../models/language-model.ts";
import type { RouteCandidate } from "../../routing/choose-route.ts";
import type { ModelCall } from "./model-call.ts";
import type { CallAsker, ModelDirectory, ModelInfo, Obstacle } from "./model-directory.ts";

/** What narrows the choice. */
export interface CandidateOptions {
  readonly directory: ModelDirectory;
  readonly wanted: string | undefined;
  /** Rest of the tightest ceiling. */
  readonly left: MicroDollars | undefined;
  /** True: nothing leaves for a model that others run. */
  readonly localOnly?: boolean | undefined;
  readonly asker?: CallAsker;
}

/** A model that could take the call, or the reason why it cannot. */
export interface ModelCandidate extends RouteCandidate {
  /** Undefined for a name that is not in the catalogue. */
  readonly info?: ModelInfo;
  /** Nobody has connected it. */
  readonly isAbsent?: boolean;
  /** What mends the obstacle. */
  readonly hint?: string;
  /** The failure that the obstacle amounts to, where it is more than a model that is not there now. */
  readonly failure?: ErrorCode;
}

/** Not even its server is asked whether it is there. */
const KEPT_HOME: Obstacle = {
  reason: "run by others, and the person's preferences say local-only",
  hint: "Choose a local model, or run `thorp preferences set privacy=`.",
};

/** Each model once, in the order of the tiers; what cannot be used is there with its obstacle. */
export async function modelCandidates(
  call: ModelCall,
  { directory, wanted, left, localOnly, asker }: CandidateOptions,
): Promise<readonly ModelCandidate[]> {
  const candidates: ModelCandidate[] = [];
  const brought = new Set(mediaFiles(call.brief).map(({ kind }) => capabilityForMedia[kind]));
  const seen = new Set<string>();
  for (const name of namesFor(call, wanted)) {
    const info = directory.info(name);
    if (info === undefined)
      candidates.push({ model: name, tier: "local", obstacle: "not in the catalogue", failure: "model-unknown" });
    else if (!seen.has(info.id)) {
      seen.add(info.id);
      const isKeptHome = localOnly === true && info.tier === "frontier";
      const asked = isKeptHome ? KEPT_HOME : directory.obstacle(info, asker);
      const obstacle = asked instanceof Promise ? await asked : asked;
      // A server that was asked may have said how large its window really is.
      const known = asked instanceof Promise ? (directory.info(name) ?? info) : info;
      const lacks = [...brought].filter((capability) => !known.capabilities.includes(capability));
      candidates.push({
        model: known.id,
        tier: known.tier,
        info: known,
        ...(lacks.length > 0 ? { lacks } : {}),
        ...(obstacle === undefined ? misfit(call, known, left) : obstacleFacts(obstacle)),
      });
    }
  }
  return candidates;
}

/** Who names a model wants that one; only the rules model, which costs nothing and sends nothing, may stand in for it. */
function namesFor(call: ModelCall, wanted: string | undefined): readonly string[] {
  const { embedded } = call.agent.models;
  if (wanted !== undefined) return embedded === undefined ? [wanted] : [wanted, embedded];
  return tiers.flatMap((tier) => call.agent.models[tier] ?? []);
}

function obstacleFacts({ reason, isAbsent, hint }: Obstacle): Pick<ModelCandidate, "obstacle" | "isAbsent" | "hint"> {
  return {
    obstacle: reason,
    ...(isAbsent === undefined ? {} : { isAbsent }),
    ...(hint === undefined ? {} : { hint }),
  };
}

function misfit(
  call: ModelCall,
  info: ModelInfo,
  left: MicroDollars | undefined,
): Pick<ModelCandidate, "obstacle" | "failure"> {
  if (call.tools.length > 0 && info.tier !== "embedded" && !info.capabilities.includes("tools"))
    return { obstacle: "cannot call tools" };
  if (!info.free && left !== undefined && left <= 0)
    return { obstacle: "the budget is used up", failure: "budget-exceeded" };
  return {};
}
