/**
 * Whether APIs answer at this moment: each tool is called once with the example of its description. This is the only
 * way in which Thorp ever says that a service works.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../base/clock.ts";
import { createSystemDice } from "../base/dice.ts";
import { createApiCalls } from "../tools/api/api-calls.ts";
import { createApiSources } from "../tools/api/api-sources.ts";
import { createToolContext } from "../tools/context/tool-context.ts";
import type { Tool } from "../tools/tool.ts";
import { importedApisFolder } from "./api-tools.ts";
import { createNeededValues } from "./needed-values.ts";
import { shippedApisFile } from "./shipped-files.ts";

/** What the check works with. */
export interface LiveApiCheckOptions {
  readonly clock: Clock;
  readonly configFolder: string;
  /** For keys and settings. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly allowHosts: readonly string[];
  readonly signal: AbortSignal;
}

/** What came of one tool. `ms`: how long the answer took, waiting for its turn included. */
export interface LiveApiResult {
  readonly tool: string;
  /** Of the source: `api:arxiv`. */
  readonly source: string;
  readonly state: "works" | "failed" | "key-missing" | "not-tried";
  readonly ms: number;
  /** The beginning of the answer, or what went wrong. */
  readonly words: string;
}

/**
 * One after the other, so that nobody's limits are touched; all tools of APIs without `names`, which may be tools or
 * sources. A tool that changes or costs something is never tried. Rejects with the signal's reason.
 */
export async function* checkApis(
  names: readonly string[],
  options: LiveApiCheckOptions,
): AsyncGenerator<LiveApiResult, void> {
  const { clock, configFolder, signal } = options;
  const calls = createApiCalls({ clock, dice: createSystemDice(), agentName: "thorp" });
  const list = createApiSources({ shipped: shippedApisFile(), imported: importedApisFolder(configFolder), calls });
  for (const source of await list.list(signal)) {
    const { tools, problems } = await source.load(signal);
    for (const { message } of problems) yield { tool: "", source: source.id, state: "failed", ms: 0, words: message };
    for (const tool of tools)
      if (names.length === 0 || names.includes(tool.name) || names.includes(source.id))
        yield { tool: tool.name, source: source.id, ...(await tried(tool, options)) };
  }
}

type Tried = Pick<LiveApiResult, "state" | "ms" | "words">;

async function tried(tool: Tool, options: LiveApiCheckOptions): Promise<Tried> {
  const { clock, env, allowHosts, signal } = options;
  if (tool.effect !== "fetch")
    return { state: "not-tried", ms: 0, words: `a call would ${tool.effect}; only what reads is tried` };
  if (tool.sample === undefined)
    return { state: "not-tried", ms: 0, words: "its description gives no example arguments" };
  const { createGuardedFetch } = await import("../tools/context/guarded-fetch.ts");
  const needed = createNeededValues({ env, credentials: undefined });
  const folder = await mkdtemp(join(tmpdir(), "thorp-check-"));
  const started = clock.now();
  try {
    const context = createToolContext({
      ...{ clock, signal, timeZone: "UTC", key: `check/${tool.name}/1`, workspace: folder, out: join(folder, "out") },
      guardedFetch: createGuardedFetch({ clock, allowHosts }),
      needed: (name) => needed.valueOf(tool, name),
    });
    const output = await tool.execute(tool.input.parse(tool.sample), context);
    const ms = clock.now() - started;
    if (output.ok) return { state: "works", ms, words: output.text };
    return { state: output.code === "key-missing" ? "key-missing" : "failed", ms, words: output.text };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
