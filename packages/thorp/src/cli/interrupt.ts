/** Ctrl-C: the first asks for an orderly end, the second leaves at once. */
import type { Surroundings } from "./surroundings.ts";

/** How the process is told to end. */
export interface Interrupt {
  /** Aborts at the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** For whatever catches Ctrl-C before it becomes a signal, such as a prompt. `why` becomes the signal's reason. */
  trigger(why?: string): void;
  /** Called when the process is told to end (SIGTERM, SIGHUP), with the exit code. */
  onTerminate(call: (code: number) => void): void;
  stop(): void;
}

const endCodes = { SIGTERM: 143, SIGHUP: 129 } as const;

/** Call `stop` when there is nothing more to interrupt. */
export function listenForInterrupt({ onSignal, exit }: Pick<Surroundings, "onSignal" | "exit">): Interrupt {
  const controller = new AbortController();
  let terminate: (code: number) => void = exit;
  const trigger = (why = "Ctrl-C"): void => {
    if (controller.signal.aborted) exit(130);
    controller.abort(why);
  };
  const stop = onSignal((signal) => {
    if (signal === "SIGINT") trigger();
    else terminate(endCodes[signal]);
  });
  return {
    signal: controller.signal,
    trigger,
    onTerminate: (call) => {
      terminate = call;
    },
    stop,
  };
}
