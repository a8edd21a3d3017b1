/** Settings of a server that may change while it runs: how much may be asked, how many sockets, when backups are made. */
import type { Clock } from "../base/clock.ts";
import { createRateLimits, defaultLimits, type RequestLimits, type TakeRequest } from "./access/rate-limits.ts";
import { type SocketLimits, usualSocketLimits } from "./socket/socket-server.ts";

/** What is left out is as usual. */
export interface ServerSettings {
  /** Requests a minute. Default: `defaultLimits`. */
  readonly limits?: Partial<RequestLimits> | undefined;
  /** Default: `usualSocketLimits`. */
  readonly socketLimits?: Partial<SocketLimits> | undefined;
  /** Backups by the clock; none without it. Milliseconds. */
  readonly backup?: BackupSettings | undefined;
}

/** How often, and how many of these stay. */
export interface BackupSettings {
  readonly everyMs: number;
  readonly keep: number;
}

/** The settings as they stand. */
export interface HeldSettings {
  readonly takeRequest: TakeRequest;
  readonly socketLimits: () => SocketLimits;
  /** All at once. New limits of requests begin with full buckets; open sockets stay open. */
  readonly adjust: (settings: ServerSettings) => void;
  /** Ends what is done by the clock. */
  readonly close: () => void;
}

/** What the settings act on. */
export interface HeldSettingsOptions {
  readonly clock: Clock;
  /** Returns what stops it. */
  readonly scheduleBackups: (backup: BackupSettings) => () => void;
}

/** Backups are scheduled with the first `adjust`, which the server calls once it listens. */
export function createHeldSettings(first: ServerSettings, options: HeldSettingsOptions): HeldSettings {
  const { clock, scheduleBackups } = options;
  const now = (): number => clock.now();
  let limits = { ...defaultLimits, ...first.limits };
  let take = createRateLimits(limits, now);
  let sockets = { ...usualSocketLimits, ...first.socketLimits };
  let backup: BackupSettings | undefined;
  let stopBackups = (): void => {};
  return {
    takeRequest: (caller, address) => take(caller, address),
    socketLimits: () => sockets,
    adjust(settings) {
      sockets = { ...usualSocketLimits, ...settings.socketLimits };
      const wanted = { ...defaultLimits, ...settings.limits };
      if (!isSame(limits, wanted)) {
        limits = wanted;
        take = createRateLimits(limits, now);
      }
      // What stands as it was goes on counting.
      if (isSame(backup, settings.backup)) return;
      backup = settings.backup;
      stopBackups();
      stopBackups = backup === undefined ? () => {} : scheduleBackups(backup);
    },
    close: () => stopBackups(),
  };
}

function isSame(a: object | undefined, b: object | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
