/**
 * The APIs of an engine as sources of tools: those that ship with Thorp and those that a person imported, which come
 * first where both have the same id.
 */
import { unwatchFile, watchFile } from "node:fs";
import { readFile } from "node:fs/promises";
import { failureFrom } from "../../base/errors.ts";
import { parseJson } from "../../base/json.ts";
import type { ToolSourceList } from "../registry/tool-registry.ts";
import type { SourceTools, ToolSource } from "../tool-source.ts";
import type { Api } from "./api.ts";
import type { ApiCalls } from "./api-calls.ts";
import { apiTools } from "./api-tool.ts";
import { importedApis, readImport } from "./imported-apis.ts";

/** Where APIs are found. */
export interface ApiSourcesOptions {
  /** File with the shipped ones, as `npm run docs` makes it. */
  readonly shipped: string;
  /** Folder with the imported ones; none without it. */
  readonly imported?: string;
  readonly calls: ApiCalls;
  /** How often the folder is looked at for what was imported or removed meanwhile. Default: a second. Milliseconds. */
  readonly lookEveryMs?: number;
}

const LOOK_EVERY_MS = 1000;

/** Reads nothing yet. The shipped file is read once, the folder each time that the list is asked for. */
export function createApiSources({
  shipped,
  imported,
  calls,
  lookEveryMs = LOOK_EVERY_MS,
}: ApiSourcesOptions): ToolSourceList {
  let known: Promise<readonly ToolSource[]> | undefined;
  const held = new Map<string, { readonly stamp: string; readonly source: ToolSource }>();
  const ofImport = async (folder: string, id: string, stamp: string): Promise<ToolSource> => {
    const before = held.get(id);
    if (before?.stamp === stamp) return before.source;
    const { title } = await readImport(folder, id).then(
      ({ api }) => api,
      () => ({ title: id }),
    );
    const source = sourceOf({ id, title }, async () => (await readImport(folder, id)).api, calls);
    held.set(id, { stamp, source });
    return source;
  };
  return {
    async list() {
      const apis = await (known ??= shippedApis(shipped, calls));
      if (imported === undefined) return apis;
      const found = await importedApis(imported);
      const own = await Promise.all(found.map(({ id, stamp }) => ofImport(imported, id, stamp)));
      const ids = new Set(own.map(({ id }) => id));
      return [...own, ...apis.filter(({ id }) => !ids.has(id))];
    },
    // By its time and not by events: the folder need not be there yet, and an import replaces a folder in it as a whole.
    ...(imported === undefined
      ? {}
      : {
          onChange(tell) {
            const look = () => tell();
            watchFile(imported, { interval: lookEveryMs, persistent: false }, look);
            return () => unwatchFile(imported, look);
          },
        }),
  };
}

async function shippedApis(file: string, calls: ApiCalls): Promise<readonly ToolSource[]> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  const apis = (text === undefined ? undefined : parseJson(text)) as readonly Api[] | undefined;
  if (apis === undefined) {
    const load = () => Promise.reject(new Error(`${file} is missing or damaged; install Thorp anew.`));
    return [sourceOf({ id: "shipped", title: "APIs that ship with Thorp" }, load, calls)];
  }
  return apis.map((api) => ({ ...sourceOf(api, async () => api, calls), isShipped: true }));
}

/** What cannot be read is a problem of the source, never an error. */
function sourceOf({ id, title }: Pick<Api, "id" | "title">, read: () => Promise<Api>, calls: ApiCalls): ToolSource {
  return {
    id: `api:${id}`,
    kind: "api",
    title,
    async load(signal): Promise<SourceTools> {
      signal?.throwIfAborted();
      try {
        return { tools: apiTools(await read(), calls), problems: [] };
      } catch (error) {
        const { message, hint } = failureFrom(error);
        return { tools: [], problems: [{ message, ...(hint === undefined ? {} : { hint }) }] };
      }
    },
  };
}
