/**
 * A result of more than 800 tokens is stored and handed on by reference: id, title, how it begins, and a tool to read
 * more. Whoever works from it then pays for a summary, not for the whole.
 */
import type { KeepText } from "../agents/assignment.ts";
import { contentHash, type Json } from "../base/json.ts";
import type { RunContext } from "../events/run-context.ts";
import type { Artifact, TaskResult } from "../events/task-result.ts";

/** About 800 tokens. Characters. */
const LONGEST_RESULT = 3200;
/** What stays in sight of a result that was stored. */
const SHOWN = 1200;

/** The result itself when it is short enough. */
export async function keepLongResult(
  context: RunContext,
  { title, result, keepText }: { readonly title: string; readonly result: TaskResult; readonly keepText: KeepText },
): Promise<TaskResult> {
  const { text } = result;
  if (text.length <= LONGEST_RESULT) return result;
  const digest = contentHash(text);
  const id = `${context.path.replaceAll("/", ".")}.text`;
  const kept = await context.step<Json>({
    name: "keep-result",
    digest,
    run: async (step) => {
      step.begin({ kind: "other", digest });
      return (await keepText({ id, title, text })) as unknown as Json;
    },
  });
  const artifact = kept as unknown as Artifact;
  // At the end of a word, and never in the middle of a character.
  const cut = text.slice(0, SHOWN).replace(/\s+\S*$|[\uD800-\uDBFF]$/, "");
  return {
    ...result,
    text: `${cut}\n[… the whole has ${text.length} characters: result ${artifact.id}]`,
    artifacts: [...result.artifacts, artifact],
  };
}
