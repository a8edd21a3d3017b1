/**
 * Results of tools that say that they are cacheable, in the memory of this process: the same input over the same files
 * gives the same output, so a document that was read an hour ago is not read again.
 *
 * What a call depended on is seen while it runs: every file that it reads is noted with the hash of its content, and a
 * result is served only while all of them are unchanged. A call that reached for anything else (a page, a result of
 * another task, a file of its own making) is not kept. Only calls without an effect, or that only read, are looked at,
 * so nothing that was fetched is ever served from here to another run; kept-answers.ts does that where terms allow it.
 */
import type { ByteCache } from "../../base/byte-cache.ts";
import { cacheKey } from "../../base/cache-key.ts";
import { contentHash, stableStringify } from "../../base/json.ts";
import type { ToolContext, ToolOutput } from "../../tools/tool.ts";
import type { PreparedCall } from "./prepare-call.ts";
import { watchReach } from "./watch-reach.ts";

/** A result with the files that it was made from. */
export interface CachedToolResult {
  readonly reads: readonly { readonly path: string; readonly hash: string }[];
  readonly output: ToolOutput;
}

/** Results by tool, input and folders. */
export type ToolMemory = ByteCache<CachedToolResult>;

type ReadyCall = Extract<PreparedCall, { ok: true }>;
type Execute = (context: ToolContext) => Promise<ToolOutput>;

/** `execute`, or what it gave the last time. Everything that it throws is thrown. */
export async function executeCached(
  memory: ToolMemory | undefined,
  { tool, digest, intent }: ReadyCall,
  { context, execute }: { readonly context: ToolContext; readonly execute: Execute },
): Promise<ToolOutput> {
  const isPlain = [tool.effect, intent.effect].every((effect) => effect === "none" || effect === "read");
  if (memory === undefined || !tool.cacheable || !isPlain) return execute(context);
  // A relative path means another file in another workspace.
  const key = cacheKey(
    { kind: "tool", model: tool.name },
    contentHash(stableStringify([digest, context.workspace, context.out, context.timeZone])),
  );
  const known = memory.get(key);
  if (known !== undefined && (await isUnchanged(known, context))) return known.output;
  const seen = watching(context);
  const output = await execute(seen.context);
  // What a package's tool gives is checked later; here it may be anything.
  if ((output as Partial<ToolOutput> | undefined)?.ok === true && !seen.isBeyondFiles() && !hasArtifacts(output)) {
    const result = { reads: seen.reads(), output };
    memory.set(key, result, sizeOf(result));
  } else memory.delete(key);
  return output;
}

function hasArtifacts(output: ToolOutput): boolean {
  return output.ok && (output.artifacts ?? []).length > 0;
}

/** What cannot be written down is not kept. */
function sizeOf(result: CachedToolResult): number {
  try {
    return Buffer.byteLength(JSON.stringify(result));
  } catch {
    return Infinity;
  }
}

async function isUnchanged({ reads }: CachedToolResult, context: ToolContext): Promise<boolean> {
  try {
    for (const { path, hash } of reads) if (contentHash(await context.readFile(path)) !== hash) return false;
    return true;
  } catch {
    return false;
  }
}

/** The same context, with an eye on what is reached for: whatever is called but files leads beyond them. */
function watching(context: ToolContext) {
  const hashes = new Map<string, string>();
  const reach = watchReach(context, ["readFile"]);
  const readFile: ToolContext["readFile"] = async (path, options) => {
    const bytes = await context.readFile(path, options);
    hashes.set(path, contentHash(bytes));
    return bytes;
  };
  return {
    reads: () => [...hashes].map(([path, hash]) => ({ path, hash })),
    isBeyondFiles: reach.isBeyond,
    context: { ...reach.context, readFile },
  };
}
