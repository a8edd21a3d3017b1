/** What the team's filters found in a request: noted, and asked about before anything is done. */
import type { Failure } from "../base/errors.ts";
import { contentHash } from "../base/json.ts";
import type { RunContext } from "../events/run-context.ts";
import { askAboutContent } from "../gateway/ask-about-content.ts";
import type { RunFacts } from "../gateway/call-model/run-facts.ts";

/** Undefined when the request may be carried out. */
export async function checkRequest(context: RunContext, run: RunFacts): Promise<Failure | undefined> {
  const { found = [], text } = run.request;
  if (found.length === 0) return undefined;
  const digest = contentHash(JSON.stringify(found));
  await context.step({
    name: "check-request",
    digest,
    run: async (step) => {
      step.begin({ kind: "other", digest });
      for (const finding of found) step.note({ type: "content-find", direction: "input", ...finding });
      return null;
    },
  });
  if (!found.some(({ action }) => action === "ask")) return undefined;
  return askAboutContent(context, run, { id: "request#content", what: "the request", findings: found, shown: text });
}
