/** One tool call as an agent asks for it, and what comes of it. */
import type { Failure } from "../../base/errors.ts";
import type { Json } from "../../base/json.ts";
import type { Labels } from "../../base/label.ts";
import type { ContentFinding } from "../../events/content-finding.ts";
import type { HeldTerms, ProviderUse } from "../../events/held-terms.ts";
import type { Artifact, Source } from "../../events/task-result.ts";
import type { CapabilityChain } from "../../guard/capability-rule.ts";
import type { KnownUrls } from "../../guard/known-urls.ts";
import type { KnownValues } from "../../guard/known-values.ts";
import type { BriefInput } from "../../models/brief.ts";
import type { ShelfFacts } from "../../tools/shelf.ts";
import type { Tool } from "../../tools/tool.ts";

/** A call as a model wrote it, before anybody looked at it. */
export interface ToolCall {
  /** Unique in its path. */
  readonly step: string;
  /** The model's own id of the call. */
  readonly id: string;
  readonly tool: string;
  /** JSON as the model wrote it; may be broken. */
  readonly input: string;
  /** The model's output ended at its limit with this call. */
  readonly isCut?: boolean;
  /** The call was found in the model's text. */
  readonly isFromText?: boolean;
  /** And words stood around it. */
  readonly isAmidText?: boolean;
  /** And the text broke off in its arguments. */
  readonly isHalf?: boolean;
}

/** The calls of one answer of a model, with all that policy has to know about that answer. */
export interface ToolTurn {
  readonly agent: string;
  readonly calls: readonly ToolCall[];
  /** The tools that this agent may use. */
  readonly tools: readonly Tool[];
  /** Labels of everything that the deciding model had read. */
  readonly context: Labels;
  /** What the person wrote in this conversation. */
  readonly personText: string;
  readonly knownUrls: KnownUrls;
  /** What services answered in this task and the ones before it; nothing without. */
  readonly knownValues?: KnownValues;
  /** The team's own rules that hold for the agent. */
  readonly capabilities: CapabilityChain;
  /** Results of earlier tasks that these calls may read. */
  readonly inputs: readonly BriefInput[];
  /** What the agent may read of its team. */
  readonly shelf?: ShelfFacts;
}

/** Recorded as the result of the step; plain JSON. */
export interface ToolOutcome {
  readonly id: string;
  readonly tool: string;
  readonly input: Json;
  readonly ok: boolean;
  /** For the model, also when it failed. */
  readonly text: string;
  readonly data?: Json;
  readonly artifacts: readonly Artifact[];
  readonly sources: readonly Source[];
  readonly labels: Labels;
  readonly failure?: Failure;
  /** What the call cost at list price, in micro-dollars; absent when it was free, failed, or was kept from before. */
  readonly costMicro?: number;
  /** What the provider of the tool demanded at that time; the ledger and exports go by it. Absent where nobody does. */
  readonly terms?: HeldTerms;
  /** What the call took of its provider; absent where the tool has no terms. */
  readonly use?: ProviderUse;
  /** The service gave this answer before, at this time; no request was sent. Milliseconds since 1970. */
  readonly cachedAt?: number;
  /** What the team's filters found in it that a person has to be asked about. */
  readonly asks?: readonly ContentFinding[];
  /** What was mended in the call before it fitted, in words. */
  readonly repaired?: readonly string[];
}
