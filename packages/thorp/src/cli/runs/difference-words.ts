/** What a replay decides otherwise than the record, in sentences. */

import { oneLine } from "../../base/clean-text.ts";
import type { Thorp } from "../../engine/thorp.ts";

/** One finding of `Thorp.replay`. */
export type Difference = Awaited<ReturnType<Thorp["replay"]>>[number];

/** One line, safe for a terminal. */
export function differenceWords(difference: Difference): string {
  const where = difference.path === "" ? "In the run" : `In task ${difference.path}`;
  switch (difference.kind) {
    case "decision": {
      const { recorded, decided } = difference;
      if (recorded === undefined)
        return oneLine(`${where} it now decides ${decisionWords(decided)}, which the record does not have.`);
      if (decided === undefined)
        return oneLine(`${where} the record has ${decisionWords(recorded)}, which no longer happens.`);
      return oneLine(`${where} it now decides ${decisionWords(decided)} instead of ${decisionWords(recorded)}.`);
    }
    case "step-input":
      return oneLine(`${where} the step ${difference.step} is now asked something else.`);
    case "new-step":
      return oneLine(`${where} it now takes the step ${difference.step}, of which the record knows no result.`);
    case "race":
      return oneLine(
        `${where} ${difference.recorded} came first in the record; now it waits for ${difference.among.join(", ") || "nothing"}.`,
      );
  }
}

const MOST_LETTERS = 160;

function decisionWords(decision: unknown): string {
  const { type, path: _path, ...rest } = (decision ?? {}) as Readonly<Record<string, unknown>>;
  const text = JSON.stringify(rest);
  const detail = text === "{}" ? "" : ` ${text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text}`;
  return `${String(type)}${detail}`;
}
