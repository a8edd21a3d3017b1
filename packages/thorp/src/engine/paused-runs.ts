/** The runs that wait until something can be recorded again. */
import { failureFrom } from "../base/errors.ts";

/** Only their ids: what they are stands in the journal. */
export interface PausedRuns {
  /** How often there was a pause. */
  pauses(): number;
  begin(runs: Iterable<string>): void;
  /** A run that was met by a pause while it started; resolves at once while the pause lasts. */
  join(run: string): Promise<void>;
  /** Takes all up again. One that finds the disk full again waits for the next time. */
  goOn(): Promise<void>;
}

/** `refused` hears of a run that cannot be taken up and has not ended. */
export function createPausedRuns(
  resume: (run: string) => Promise<void>,
  refused: (run: string, error: unknown) => void,
): PausedRuns {
  const waiting = new Set<string>();
  let count = 0;
  let isPaused = false;

  const goOn = async (): Promise<void> => {
    isPaused = false;
    const runs = [...waiting];
    waiting.clear();
    for (const run of runs) {
      await resume(run).catch((error: unknown) => {
        const { code } = failureFrom(error);
        if (code === "disk-full") waiting.add(run);
        // Its very first event was lost, and whoever asked was told so; or only its end was not heard of.
        else if (code !== "run-unknown" && code !== "run-state") refused(run, error);
      });
    }
  };

  return {
    pauses: () => count,
    begin(runs) {
      count++;
      isPaused = true;
      for (const run of runs) waiting.add(run);
    },
    async join(run) {
      waiting.add(run);
      if (!isPaused) await goOn();
    },
    goOn,
  };
}
