/** What an agent's last words and its tool calls amount to. */
import { joinLabels } from "../base/label.ts";
import type { TaskResult } from "../events/task-result.ts";
import type { ModelOutcome } from "../gateway/call-model/model-call.ts";
import type { Brief, BriefToolCall } from "../models/brief.ts";

export function resultFrom(
  outcome: Extract<ModelOutcome, { ok: true }>,
  calls: readonly BriefToolCall[],
  brief: Brief,
): TaskResult {
  const done = calls.filter((call) => call.ok);
  const withData = done.filter((call) => call.data !== undefined);
  const data = withData.length === 1 ? withData[0]?.data : undefined;
  const sources = [
    ...new Map(done.flatMap((call) => call.sources).map((source) => [source.location, source])).values(),
  ];
  return {
    text: outcome.text,
    ...(data === undefined ? {} : { data }),
    artifacts: done.flatMap((call) => call.artifacts),
    sources,
    // A model's output carries the labels of all that it read.
    labels: joinLabels(...brief.inputs.map((input) => input.labels), ...calls.map((call) => call.labels)),
  };
}
