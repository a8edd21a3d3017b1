/** The team's content filter over what a tool would be called with: refused, asked about, or let through. */
import { type Failure, failureFrom } from "../../base/errors.ts";
import { stableStringify } from "../../base/json.ts";
import type { ContentFinding } from "../../events/content-finding.ts";
import type { RunContext } from "../../events/run-context.ts";
import { blockedContent } from "../../guard/content/blocked-content.ts";
import { filterJson } from "../../guard/content/filter-json.ts";
import { strictest } from "../../guard/content/filter-text.ts";
import { askAboutContent } from "../ask-about-content.ts";
import type { RunFacts } from "../call-model/run-facts.ts";
import type { PreparedCall } from "./prepare-call.ts";

type ReadyCall = Extract<PreparedCall, { ok: true }>;

/** What is left after the masks: those were put on where the model's answer came in. */
export function argumentFindings({ filters }: Pick<RunFacts, "filters">, ready: ReadyCall): readonly ContentFinding[] {
  return filters === undefined ? [] : filterJson(ready.input, filters, "arguments").findings;
}

/** Undefined when the call may go to the policy; else why not. */
export async function lookAtArguments(
  context: RunContext,
  run: RunFacts,
  ready: ReadyCall,
): Promise<Failure | undefined> {
  const findings = argumentFindings(run, ready);
  const { tool, call, input } = ready;
  switch (strictest(findings)) {
    case "allow":
    case "mask":
      return undefined;
    case "block":
      return failureFrom(blockedContent(`call of ${tool.name}`, { findings, team: run.team }));
    case "ask": {
      const id = `${context.path}#${call.step}#arguments`;
      const shown = stableStringify(input);
      return askAboutContent(context, run, { id, what: `the arguments of ${tool.name}`, findings, shown });
    }
  }
}
