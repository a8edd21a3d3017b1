/** What an agent's last words and its tool calls amount to. */
import type { Artifact, Source, TaskResult } from "../events/task-result.ts";
import type { ModelOutcome } from "../gateway/call-model/model-call.ts";
import type { Brief, BriefToolCall } from "../models/brief.ts";

/** Files and sources come from the calls that worked. Its labels are those of all that the agent read. */
export function resultFrom(
  outcome: Extract<ModelOutcome, { ok: true }>,
  calls: readonly BriefToolCall[],
  brief: Brief,
): Omit<TaskResult, "labels"> {
  const done = calls.filter((call) => call.ok);
  const withData = done.filter((call) => call.data !== undefined);
  const data = withData.length === 1 ? withData[0]?.data : undefined;
  const known = brief.known ?? [];
  // An answer that no tool helped with rests on what was known from the start.
  const atHand = done.length === 0 ? known.filter(({ agent }) => agent === brief.agent.name) : [];
  const sources = [
    ...new Map(
      [...atHand, ...done.flatMap((call) => call.sources)].map(sourceOf).map((source) => [source.location, source]),
    ).values(),
  ];
  return {
    text: outcome.text,
    ...(data === undefined ? {} : { data }),
    artifacts: lastOfEach(done.flatMap((call) => call.artifacts)),
    sources,
  };
}

function sourceOf({ title, location, credit }: Source): Source {
  return { title, location, ...(credit === undefined ? {} : { credit }) };
}

/** A file that was made again counts as it is now. */
function lastOfEach(artifacts: readonly Artifact[]): readonly Artifact[] {
  return artifacts.filter(
    ({ file }, at) => file === undefined || !artifacts.slice(at + 1).some((later) => later.file === file),
  );
}
