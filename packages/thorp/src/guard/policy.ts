/**
 * The boundary outside the model: may this call, with these arguments, in this context, happen?
 *
 * It sees the real arguments and where the context came from, never a model's reasons. Classifiers may raise a
 * signal elsewhere; they do not decide here.
 */
import type { Intent } from "../base/intent.ts";
import { isTainted, type Labels } from "../base/label.ts";
import { type CapabilityDecision, decideCapability } from "./capability-policy.ts";
import { type CapabilityChain, placeOf } from "./capability-rule.ts";
import type { KnownUrls } from "./known-urls.ts";
import type { KnownValues } from "./known-values.ts";
import { saysOwnWords } from "./own-words.ts";
import { staysInside } from "./standing.ts";

/** `why` is for whoever is asked, and for the person and the model that read what was denied: it says "you" to nobody; `rule` is the team's own that decided. */
export type PolicyDecision = (
  | { readonly verdict: "allow" }
  | { readonly verdict: "ask"; readonly why: string }
  | { readonly verdict: "deny"; readonly why: string }
) & { readonly rule?: CapabilityDecision };

/** A call with all that the decision may depend on. */
export interface PolicyRequest {
  readonly tool: string;
  readonly intent: Intent;
  /** Labels of everything that the deciding model had read. */
  readonly context: Labels;
  /** Everything inside the arguments that a model chose: texts, numbers, yes and no. */
  readonly literals: readonly string[];
  /** What the person wrote, in this conversation. */
  readonly personText: string;
  readonly knownUrls: KnownUrls;
  /** What services answered before; nothing without. */
  readonly knownValues?: KnownValues | undefined;
  /** `yes` covers writes under the workspace and the out folder, nothing else. */
  readonly approve: "ask" | "yes";
  /** Absolute paths of the workspace and the out folder. */
  readonly folders: readonly [workspace: string, out: string];
  /** The team's own rules for the agent and for all who handed it the work. */
  readonly capabilities: CapabilityChain;
}

const allow: PolicyDecision = { verdict: "allow" };

/**
 * A pure function: the same request gets the same verdict. In doubt it asks. A team's rules narrow what stands below at
 * will; they widen it only for files in the workspace and hosts that they name.
 */
export function decidePolicy(request: PolicyRequest): PolicyDecision {
  const { tool, intent, folders } = request;
  const rule = decideCapability(request.capabilities, { tool, intent, workspace: folders[0] });
  const byDefault = decideByDefault(request);
  switch (rule?.verdict) {
    case "deny":
      return { verdict: "deny", why: wordsOf(rule, "forbids it"), rule };
    case "ask":
      return {
        verdict: "ask",
        why: byDefault.verdict === "ask" ? byDefault.why : wordsOf(rule, "wants to be asked"),
        rule,
      };
    case "allow":
      return byDefault.verdict === "ask" && mayWiden(request) ? { ...allow, rule } : byDefault;
    case undefined:
      return byDefault;
  }
}

function wordsOf({ rule }: CapabilityDecision, verb: string): string {
  return `${placeOf(rule)} ${verb}${rule.why === undefined ? "" : `: ${rule.why}`}`;
}

/** Never what cannot be taken back, and never what the call itself does not show. */
function mayWiden({ intent, folders }: PolicyRequest): boolean {
  const { effect, paths = [], urls = [] } = intent;
  if (effect === "fetch") return urls.length > 0;
  return (effect === "write" || effect === "create") && paths.length > 0 && staysInside(intent, folders);
}

/** What holds for every team. */
function decideByDefault(request: PolicyRequest): PolicyDecision {
  const { intent } = request;
  if (intent.uncaged !== undefined)
    return { verdict: "ask", why: `it would run with all your rights, since ${intent.uncaged}` };
  switch (intent.effect) {
    case "none":
    case "read":
      return allow;
    case "create":
      return staysInside(intent, request.folders)
        ? allow
        : { verdict: "ask", why: "it makes a file outside the workspace" };
    case "write":
      return decideWrite(request);
    case "fetch":
      return decideFetch(request);
    case "send":
    case "pay":
    case "delete":
    case "exec":
      return literallyGiven(request)
        ? allow
        : {
            verdict: "ask",
            why: `it would ${DEEDS[intent.effect]}, and the request does not say all of it word for word`,
          };
  }
}

const DEEDS = { send: "send something", pay: "pay", delete: "delete something", exec: "run a program" };

/** `--yes` is only as wide as the folders that it names: a tool that does not say where it writes is asked about. */
function decideWrite(request: PolicyRequest): PolicyDecision {
  if (!staysInside(request.intent, request.folders))
    return { verdict: "ask", why: "it changes a file outside the workspace" };
  const isCovered = request.approve === "yes" && request.intent.paths !== undefined;
  return isCovered ? allow : { verdict: "ask", why: "it changes a file in the workspace" };
}

function decideFetch(request: PolicyRequest): PolicyDecision {
  const { intent, context, knownUrls, knownValues, personText, literals } = request;
  if (!isTainted(context)) return allow;
  // What the person said word for word carries nothing away, whichever address the tool makes of it.
  if (literals.every((literal) => standsIn(personText, literal))) return allow;
  // A described call to a declared host that says nothing but the person's own words, and values that a service gave,
  // carries nothing away.
  const own = intent.freeTexts?.filter((text) => knownValues?.holds(text) !== true);
  if (own !== undefined && saysOwnWords(own, personText)) return allow;
  const { urls = [] } = intent;
  if (urls.length === 0) return { verdict: "ask", why: "it does not say which address it would ask" };
  const composed = urls.find((url) => !knownUrls.covers(url));
  if (composed === undefined) return allow;
  const host = URL.parse(composed)?.host ?? composed;
  return { verdict: "ask", why: `nobody asked for this address of ${host}, and data from outside was read before` };
}

/** Every argument stands verbatim in the person's own words, so that no data from outside can have chosen it. */
function literallyGiven({ literals, personText }: PolicyRequest): boolean {
  const given = literals.filter((literal) => literal !== "");
  return given.length > 0 && given.every((literal) => standsIn(personText, literal));
}

const BEFORE = /[\s"'`“”„‘’«»([{<]/;
const AFTER = /[\s"'`“”„‘’«»)\]}>]|[.,;:!?](?:\s|["'`”’»)\]]|$)/y;

/** As words of their own: `/home/ann` does not stand in `/home/ann/notes`, nor `5` in `500`. */
function standsIn(text: string, literal: string): boolean {
  for (let at = text.indexOf(literal); at >= 0; at = text.indexOf(literal, at + 1)) {
    const end = at + literal.length;
    AFTER.lastIndex = end;
    if ((at === 0 || BEFORE.test(text[at - 1] ?? "")) && (end === text.length || AFTER.test(text))) return true;
  }
  return false;
}
