/**
 * What Thorp puts into a prompt beside the team's own texts.
 *
 * Own are: instructions, the person's words, goals, results, and the team's tools. The rest of what the messages say and
 * all of Thorp's own tools count as added; the protocol's envelope (roles, ids, brackets) does not.
 */

import type { ChatRequest } from "./scripted-reply.ts";
import { INSTRUCTIONS, LOOKED_UP, planArguments, REQUEST, TASKS, taskGoal, workerTokens } from "./the-job.ts";

const ownTools = new Set(["lookup"]);
const ownTexts = [
  workerTokens.join("").trim(),
  REQUEST,
  INSTRUCTIONS,
  LOOKED_UP,
  planArguments,
  ...Array.from({ length: TASKS }, (_, index) => taskGoal(index + 1)),
];

/** Mean over the requests, in bytes. */
export function addedBytesPerCall(bodies: readonly string[]): number {
  const added = bodies.map((body) => addedBytes(JSON.parse(body) as ChatRequest));
  return added.reduce((sum, bytes) => sum + bytes, 0) / Math.max(1, bodies.length);
}

function addedBytes({ messages, tools = [] }: ChatRequest): number {
  const said = messages.map(({ content }) =>
    typeof content === "string" ? withoutOwn(content) : JSON.stringify(content ?? "").slice(2),
  );
  const foreign = tools.filter((tool) => !ownTools.has(tool.function.name)).map((tool) => JSON.stringify(tool));
  return Buffer.byteLength([...said, ...foreign].join(""));
}

/** Each own text counts as given wherever it stands. */
function withoutOwn(content: string): string {
  return ownTexts.reduce((rest, own) => rest.replaceAll(own, ""), content);
}
