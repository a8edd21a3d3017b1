/** `thorp cache show` and `clear`: the cache of the data folder. */
import { createSystemClock } from "../../base/clock.ts";
import { definedOf } from "../../base/defined-of.ts";
import { ThorpError } from "../../base/errors.ts";
import { byteWords, countWords } from "../../base/words.ts";
import { type CacheFile, clearCacheFile, lookAtCacheFile } from "../../engine/cache-file.ts";
import type { CacheSummary } from "../../engine/caches.ts";
import {
  type CommandContext,
  type CommonOptions,
  namedServer,
  openEngineWithoutData,
  readConfig,
  withThorp,
} from "../command-context.ts";
import { renderTable } from "../terminal/table.ts";

/** Options of `thorp cache clear`. */
export interface ClearOptions extends CommonOptions {
  readonly model?: string;
  readonly tool?: string;
  readonly team?: string;
}

const columns = [
  { title: "kind" },
  { title: "model or tool", isFlexible: true },
  { title: "team" },
  { title: "entries", isRight: true },
  { title: "bytes", isRight: true },
];

/** Writes what the cache of the data folder holds. Throws `usage` for the data folder `memory`. */
export async function showCache(context: CommandContext, options: CommonOptions): Promise<void> {
  const { stdout } = context.surroundings;
  const { summary, rows } = await look(context, options);
  if (options.json) return void stdout.write(`${JSON.stringify({ ...summary, rows }, null, 2)}\n`);
  if (rows.length > 0) {
    const cells = rows.map(({ kind, model, team, entries, bytes }) => [
      kind,
      model,
      team,
      String(entries),
      byteWords(bytes),
    ]);
    const width = stdout.isTTY ? { width: context.terminal.width() } : {};
    stdout.write(renderTable(cells, { columns, paint: context.terminal.paint, ...width }));
  }
  stdout.write(`${cacheWords(summary)}\n`);
}

/** Forgets entries and says how many. Throws `usage` for the data folder `memory`, and for a model with a tool. */
export async function clearCache(context: CommandContext, options: ClearOptions): Promise<void> {
  const { model, tool, team, ...common } = options;
  if (model !== undefined && tool !== undefined)
    throw new ThorpError("usage", "An entry is of a model or of a tool: give --model or --tool, not both.");
  const reach = await namedServer(context, common);
  const gone =
    reach === undefined
      ? await clearHere(context, common, { model, tool, team })
      : await reach.call(({ caches }) => caches.clear(definedOf({ model, tool, team })));
  context.surroundings.stdout.write(`${countWords(gone, "entry", "entries")} forgotten.\n`);
}

async function look(context: CommandContext, options: CommonOptions): Promise<CacheFile> {
  const reach = await namedServer(context, options);
  if (reach === undefined) return lookAtCacheFile(await folderOf(context, options), createSystemClock());
  const { disk } = await reach.call(({ caches }) => caches.show());
  if (disk !== undefined) return disk;
  throw new ThorpError("usage", "The server keeps nothing on disk that could be looked at.");
}

interface WrittenSubject {
  readonly model: string | undefined;
  readonly tool: string | undefined;
  readonly team: string | undefined;
}

/** A server that has the data folder notices it and lets go of what it holds in memory. */
async function clearHere(
  context: CommandContext,
  options: CommonOptions,
  { model, tool, team }: WrittenSubject,
): Promise<number> {
  const folder = await folderOf(context, options);
  const id = model === undefined ? undefined : await idOf(context, options, model);
  const kind = tool === undefined ? undefined : ("tool" as const);
  return clearCacheFile(folder, createSystemClock(), definedOf({ kind, model: tool ?? id, team }));
}

/** `12 entries, 3.4 KB of 268 MB; served 5 times, 9 times there was nothing, 0 went to make room`. */
export function cacheWords({ entries, bytes, maxBytes, hits, misses, evictions }: CacheSummary): string {
  const held = `${countWords(entries, "entry", "entries")}, ${byteWords(bytes)} of ${byteWords(maxBytes)}`;
  return `${held}; served ${countWords(hits, "time")}, ${countWords(misses, "time")} there was nothing, ${evictions} went to make room`;
}

async function folderOf(context: CommandContext, options: CommonOptions): Promise<string> {
  const { settings } = await readConfig(context, options);
  if (settings.dataDir !== "memory") return settings.dataDir;
  throw new ThorpError("usage", "With the data folder `memory` nothing is kept that could be looked at.");
}

async function idOf(context: CommandContext, options: CommonOptions, name: string): Promise<string> {
  const config = await readConfig(context, { ...options, quiet: true });
  const models = await withThorp(await openEngineWithoutData(context, config), (thorp) => thorp.listModels());
  return models.find(({ id, aliases }) => id === name || aliases.includes(name))?.id ?? name;
}
