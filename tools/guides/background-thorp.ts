/** What a guide starts with `&`, asks and ends with `kill %1`: a server in this process. */
import type { Surroundings } from "../../packages/thorp/src/cli/surroundings.ts";
import { createEngine } from "../../packages/thorp/src/engine/start-engine.ts";

/** A command that goes on beside the next ones. */
export interface BackgroundThorp {
  /** What it has written since the last look, with the address that its reader would see. */
  output(): string;
  /** Where it really listens; undefined when it does not. */
  url(): string | undefined;
  /** Tells it to end, and resolves to what it wrote meanwhile. */
  end(): Promise<string>;
}

/** The address that guides show. */
const SHOWN = "http://127.0.0.1:4646";

/** Resolves once it listens or has ended. */
export async function startInBackground(
  run: (surroundings: Surroundings) => Promise<number>,
  { cwd, env }: Pick<Surroundings, "cwd" | "env">,
): Promise<BackgroundThorp> {
  let text = "";
  let shownTo = 0;
  let notify = (): void => {};
  const listeners = new Set<(signal: "SIGTERM") => void>();
  const output = {
    write(part: string) {
      text += part;
      notify();
    },
  };
  const ended = run({
    stdin: { isTTY: true, async *[Symbol.asyncIterator]() {} },
    ...{ stdout: output, stderr: output, env, cwd },
    now: () => Date.now(),
    onSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exit: (code) => {
      throw new Error(`exit ${code}`);
    },
    openEngine: (options) => createEngine(options),
  });
  await new Promise<void>((resolve) => {
    notify = () => text.includes("Ctrl-C ends it.") && resolve();
    void ended.then(() => resolve());
  });
  const url = (): string | undefined => /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
  const news = (): string => {
    const part = text.slice(shownTo);
    shownTo = text.length;
    return part.replaceAll(url() ?? SHOWN, SHOWN);
  };
  return {
    output: news,
    url,
    async end() {
      for (const listener of listeners) listener("SIGTERM");
      await ended;
      return news();
    },
  };
}
