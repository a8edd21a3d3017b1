/** Searching texts one after the other: literally here, by expression in a thread that can be stopped. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import { throwIfAborted } from "../settle-call.ts";
import { createLineTest, type LineMatch, searchLines, type TextSearch } from "./search-lines.ts";
import type { SearchOrder } from "./search-worker.ts";

/** Searches with one expression; close it to end its thread. */
export interface TextSearcher {
  /** Matching lines, at most `most`. Throws `tool-input` when the expression runs longer than its time. */
  search(text: string, most: number): Promise<readonly LineMatch[]>;
  close(): Promise<void>;
}

/** What ends a search; `timeoutMs` in milliseconds. */
export interface SearcherOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** For each text. */
  readonly timeoutMs: number;
}

/** Throws `tool-input` for an expression that cannot be read. */
export function createTextSearcher(search: TextSearch, options: SearcherOptions): TextSearcher {
  let test: (line: string) => number;
  try {
    test = createLineTest(search);
  } catch (error) {
    throw new ThorpError("tool-input", `The expression cannot be read: ${(error as Error).message.slice(0, 300)}.`, {
      hint: "Leave out the slashes to search for the text as it stands.",
    });
  }
  if (search.kind === "expression") return createThreadSearcher(search, options);
  return { search: async (text, most) => searchLines(text, test, most), close: async () => {} };
}

function createThreadSearcher(search: TextSearch, { clock, signal, timeoutMs }: SearcherOptions): TextSearcher {
  // The same folder holds .ts when run from source and .js when built.
  const file = import.meta.url.endsWith(".ts") ? "./search-worker.ts" : "./search-worker.js";
  const worker = new Worker(new URL(file, import.meta.url), {
    workerData: search,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  worker.unref();
  return {
    async search(text, most) {
      throwIfAborted(signal);
      const stop = new AbortController();
      const onAbort = () => stop.abort();
      const cancelTimer = clock.after(timeoutMs, onAbort);
      signal.addEventListener("abort", onAbort, { once: true });
      try {
        worker.postMessage({ text, most } satisfies SearchOrder);
        const [found] = (await once(worker, "message", { signal: stop.signal })) as [readonly LineMatch[]];
        return found;
      } catch (error) {
        throwIfAborted(signal);
        if (!stop.signal.aborted)
          throw new ThorpError("tool-failed", `The search stopped: ${(error as Error).message}.`, { cause: error });
        throw new ThorpError(
          "tool-input",
          `The expression took longer than ${timeoutMs / 1000} s on one file and was stopped.`,
          {
            hint: "Use a simpler one without repetitions inside repetitions, or search for plain text.",
          },
        );
      } finally {
        cancelTimer();
        signal.removeEventListener("abort", onAbort);
      }
    },
    async close() {
      await worker.terminate();
    },
  };
}
