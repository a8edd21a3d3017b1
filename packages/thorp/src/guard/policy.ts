/**
 * The boundary outside the model: may this call, with these arguments, in this context, happen?
 *
 * It sees the real arguments and where the context came from, never a model's reasons. Classifiers may raise a
 * signal elsewhere; they do not decide here.
 */
import { isTainted, type Labels } from "../base/label.ts";
import type { Intent } from "../base/intent.ts";
import type { KnownUrls } from "./known-urls.ts";

export type PolicyDecision =
  | { readonly verdict: "allow" }
  | { readonly verdict: "ask"; readonly why: string }
  | { readonly verdict: "deny"; readonly why: string };

export interface PolicyRequest {
  readonly intent: Intent;
  /** Labels of everything that the deciding model had read. */
  readonly context: Labels;
  /** Every string inside the arguments. */
  readonly strings: readonly string[];
  /** What the person wrote, in this conversation. */
  readonly personText: string;
  readonly knownUrls: KnownUrls;
  /** `yes` covers writes under the workspace and the out folder, nothing else. */
  readonly approve: "ask" | "yes";
}

const allow: PolicyDecision = { verdict: "allow" };

export function decidePolicy(request: PolicyRequest): PolicyDecision {
  const { intent } = request;
  switch (intent.effect) {
    case "none":
    case "read":
    case "create":
      return allow;
    case "write":
      return request.approve === "yes" ? allow : { verdict: "ask", why: "it changes a file in the workspace" };
    case "fetch":
      return decideFetch(request);
    case "send":
    case "pay":
    case "delete":
    case "exec":
      return literallyGiven(request) ? allow : { verdict: "ask", why: `it would ${intent.effect} with arguments that you did not give word for word` };
  }
}

function decideFetch({ intent, context, knownUrls }: PolicyRequest): PolicyDecision {
  if (!isTainted(context)) return allow;
  const composed = (intent.urls ?? []).find((url) => !knownUrls.covers(url));
  if (composed === undefined) return allow;
  return { verdict: "ask", why: `the address ${composed} was put together after reading data from outside` };
}

/** Every argument stands verbatim in the person's own words, so that no data from outside can have chosen it. */
function literallyGiven({ strings, personText }: PolicyRequest): boolean {
  return strings.length > 0 && strings.every((text) => text === "" || personText.includes(text));
}
