/** Waits until a server that was just started answers. */
import { connect } from "node:net";
import { type Clock, sleep } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";

/** What is waited for, and how long. */
export interface ReadyOptions {
  readonly clock: Clock;
  /** Rejects while the server is not ready. */
  readonly probe: (signal: AbortSignal) => Promise<void>;
  readonly withinMs: number;
  readonly signal: AbortSignal;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;
const PROBE_LIMIT_MS = 2000;

/** Rejects with `model-unavailable` when the time is over, with the signal's reason when that aborts. */
export async function awaitReady({ clock, probe, withinMs, signal }: ReadyOptions): Promise<void> {
  const until = clock.now() + withinMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 1.5)) {
    if (signal.aborted) throw signal.reason;
    const isReady = await underLimit(clock, probe, signal).then(
      () => true,
      () => false,
    );
    if (isReady) return;
    if (clock.now() + pause > until)
      throw new ThorpError("model-unavailable", `it did not answer within ${Math.round(withinMs / 1000)} s`);
    await sleep(clock, pause, signal);
  }
}

async function underLimit(clock: Clock, probe: ReadyOptions["probe"], signal: AbortSignal): Promise<void> {
  const controller = new AbortController();
  const disarm = clock.after(PROBE_LIMIT_MS, () => controller.abort());
  try {
    await probe(AbortSignal.any([signal, controller.signal]));
  } finally {
    disarm();
  }
}

/** Whether anything accepts connections there. */
export function isListening(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (found: boolean) => {
      socket.destroy();
      resolve(found);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });
}
