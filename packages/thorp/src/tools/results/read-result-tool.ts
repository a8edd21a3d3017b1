/** The tool `read_result`: more of what an earlier task found than its summary. */
import { z } from "zod";
import { settleCall } from "../settle-call.ts";
import { formatBytes } from "../text-content.ts";
import { defineTool, type Tool, type ToolContext, type ToolOutput } from "../tool.ts";

const position = z.int().min(0).max(1_000_000_000);
const input = z.object({
  id: z.string().min(1).max(200).describe("The id of the result or artifact, such as t1 or t1.2.a1"),
  from: position.optional().describe("First character to read; 0 when left out"),
  to: position.optional().describe("Character to stop before; as many as fit when left out"),
});

const MOST_CHARACTERS = 14_000;

/** Reads results of tasks that this one works from, a part at a time. */
export function createReadResultTool(): Tool {
  return defineTool({
    name: "read_result",
    capability: "results",
    description:
      "Reads more of an earlier result or artifact of this run by its id, from one character to another, and lists the files that belong to it. " +
      'Use it when a summary is not enough. To hand a whole result to another tool without reading it, write "@result:ID" as an argument of that tool.',
    examples: [
      "Show me the whole result of t1",
      "Read the rest of the report",
      "What exactly did the search find?",
      "Continue the result from character 14000",
      "Open the artifact t2.1.a1",
      "Give me the details behind that summary",
    ],
    input,
    effect: "read",
    repeatable: true,
    cacheable: false,
    describe: ({ id }) => ({ effect: "read", summary: `read the result ${id.slice(0, 60)}` }),
    execute: (given, context) => settleCall(context, () => read(given, context)),
  });
}

async function read({ id, from = 0, to }: z.infer<typeof input>, context: ToolContext): Promise<ToolOutput> {
  // Names as other tools take them are taken here too.
  const name = id.replace(/^result:/, "");
  const result = await context.readResult(name);
  if (result === undefined)
    return { ok: false, text: `There is no result "${name.slice(0, 80)}" that this task may read.` };
  const { text, artifacts } = result;
  if (to !== undefined && to <= from) return { ok: false, text: `to (${to}) must be greater than from (${from}).` };
  if (from > 0 && from >= text.length)
    return { ok: false, text: `The result ${name} has ${text.length} characters; there is none at ${from}.` };
  const end = Math.min(text.length, to ?? text.length, from + MOST_CHARACTERS);
  const isWhole = from === 0 && end === text.length;
  const head = isWhole ? `Result ${name}:` : `Result ${name}, characters ${from} to ${end} of ${text.length}:`;
  const more = end < Math.min(text.length, to ?? text.length) ? [`(cut here; read on with from ${end})`] : [];
  const files = artifacts.map(
    (artifact) => `- ${artifact.id}: ${artifact.title} (${artifact.mediaType}, ${formatBytes(artifact.bytes)})`,
  );
  return {
    ok: true,
    text: [head, text.slice(from, end), ...more, ...(files.length === 0 ? [] : ["Files:", ...files])].join("\n"),
    data: { id: name, from, to: end, characters: text.length, artifacts: artifacts.map((artifact) => artifact.id) },
    sources: result.sources ?? [{ title: `result ${name}`, location: name }],
    // Where its origin is not told, another agent wrote it: what it says does not command.
    labels: result.labels ?? [`agent:${name}`],
  };
}
