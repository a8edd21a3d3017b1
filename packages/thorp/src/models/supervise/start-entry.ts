/** What a `start` of the catalogue comes to, defaults filled in. Apart from its schema, which a start can do without. */
import type { StartFields } from "./start-schema.ts";

/** A start command as it is carried out. */
export interface StartEntry {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | undefined;
  readonly readyPath: string | undefined;
  readonly readyPort: number | undefined;
  readonly readyWithinMs: number;
  readonly restarts: number;
}

const READY_WITHIN_S = 180;
const RESTARTS = 5;

/** Times in milliseconds. */
export function startEntry({ command, env = {}, cwd, ready = {}, restart = RESTARTS }: StartFields): StartEntry {
  return {
    command,
    env,
    cwd,
    readyPath: ready.path,
    readyPort: ready.port,
    readyWithinMs: (ready.within ?? READY_WITHIN_S) * 1000,
    restarts: restart,
  };
}
