/** Backups by the clock, as long as the server runs. */
import type { Clock } from "../../base/clock.ts";
import { failureFrom } from "../../base/errors.ts";
import type { Logger } from "../../base/logger.ts";
import type { Backups } from "../../engine/backups.ts";

/** When, and how many stay. */
export interface BackupScheduleOptions {
  readonly backups: Backups;
  /** Milliseconds between two. */
  readonly everyMs: number;
  readonly keep: number;
  readonly version: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told the name of each that was made. */
  readonly onMade?: (name: string) => Promise<void>;
}

/** After one that failed. Milliseconds. */
const RETRY_MS = 10 * 60_000;
/** The clock may be set while the schedule waits, and timers last no month: it looks again after this. Milliseconds. */
const LOOK_MS = 60 * 60_000;

/**
 * Counts from the newest backup that there is, so that a server which is started every day still makes one a week. One
 * that fails is in the log and is tried again. Returns the function that stops it.
 */
export function scheduleBackups(options: BackupScheduleOptions): () => void {
  const { backups, everyMs, keep, version, clock, logger } = options;
  let stop = (): void => {};
  let isStopped = false;
  const again = (ms: number): void => waitUntil(clock.now() + ms);
  const waitUntil = (dueAt: number): void => {
    if (isStopped) return;
    // Never longer than the schedule says: a clock that was set back must not put off the next one by as much.
    const left = Math.min(dueAt - clock.now(), everyMs);
    const due = clock.now() + left;
    stop = clock.after(Math.max(0, Math.min(left, LOOK_MS)), () => {
      if (left > LOOK_MS || due > clock.now()) waitUntil(due);
      else void make();
    });
  };
  const make = async (): Promise<void> => {
    try {
      const { name } = await backups.create({ by: "schedule", version, now: clock.now() });
      await options.onMade?.(name);
      const gone = await backups.prune(keep);
      logger("info", "a backup was made", { name, removed: gone.length });
      again(everyMs);
    } catch (error) {
      logger("error", "the backup could not be made", { ...failureFrom(error) });
      again(Math.min(RETRY_MS, everyMs));
    }
  };
  const begin = async (): Promise<void> => {
    const newest = (await backups.list()).find((backup) => backup.broken === undefined && backup.by === "schedule");
    const last = newest?.broken === undefined ? newest?.createdAt : undefined;
    again(last === undefined ? 0 : last + everyMs - clock.now());
  };
  begin().catch((error: unknown) => logger("error", "backups cannot be listed", { ...failureFrom(error) }));
  return () => {
    isStopped = true;
    stop();
  };
}
