/** The view for programs: one update a line on standard output, nothing else. */
import { updateToWire } from "../../events/to-wire.ts";
import type { Surroundings } from "../surroundings.ts";
import type { RunView } from "./run-view.ts";

/** The lines are those of `runUpdateSchema`. */
export function createJsonView({ stdout }: Pick<Surroundings, "stdout">): RunView {
  return {
    update: (_story, update) => void stdout.write(`${JSON.stringify(updateToWire(update))}\n`),
    say() {},
    pause() {},
    resume() {},
    refresh() {},
    end() {},
  };
}
