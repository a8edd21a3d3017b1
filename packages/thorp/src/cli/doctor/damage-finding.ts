/** A damaged record in words: what of it can be read, or what came back and where the damaged file is now. */
import { createSystemClock } from "../../base/clock.ts";
import { countWords } from "../../base/words.ts";
import type { Config } from "../../config/load-config.ts";
import { type Salvage, type SalvagedRun, salvageRecord, surveyRecord } from "../../engine/salvage-record.ts";
import { broken, type Finding, ok } from "./finding.ts";

/** `damage` says what is wrong. With `fix` the readable part becomes the record; rejects as `salvageRecord` does. */
export async function damageFinding(
  damage: string,
  { dataDir }: Pick<Config["settings"], "dataDir">,
  fix: boolean,
): Promise<Finding> {
  const clock = createSystemClock();
  if (!fix) {
    const lines = [damage, ...salvageLines(await surveyRecord(dataDir, clock), "can be read")];
    return broken(
      "record",
      lines.join("\n"),
      "thorp doctor --fix makes a new record of that and keeps the damaged file",
    );
  }
  const salvage = await salvageRecord(dataDir, clock);
  const lines = [damage, ...salvageLines(salvage, "came back"), `The damaged file is in ${salvage.aside}.`];
  return ok("record", `repaired: ${lines.join("\n")}`);
}

function salvageLines({ runs, blobs, teams, remaining }: Salvage, verb: string): readonly string[] {
  const kept = runs.filter((run) => run.kept > 0);
  const events = kept.reduce((sum, run) => sum + run.kept, 0);
  const whole = kept.filter((run) => run.unreadable + run.behindGap === 0).length;
  const contents = [
    blobs.lost > 0 ? `${countWords(blobs.lost, "blob")} lost` : "",
    teams.lost > 0 ? `${countWords(teams.lost, "copy of a team", "copies of teams")} lost` : "",
  ].filter((words) => words !== "");
  return [
    `${countWords(kept.length, "run")} with ${countWords(events, "event")} ${verb}, ${whole} of them without loss${contents.map((words) => `; ${words}`).join("")}.`,
    ...runs.filter((run) => run.unreadable + run.behindGap > 0 || run.isClosed).map(runLine),
    ...remaining,
  ];
}

function runLine({ id, kept, behindGap, unreadable, isClosed }: SalvagedRun): string {
  const losses = [
    unreadable > 0 ? `${unreadable} cannot be read` : "",
    behindGap > 0 ? `${behindGap} are behind the gap` : "",
  ].filter((words) => words !== "");
  const lost = losses.length > 0 ? ` (${losses.join(", ")})` : "";
  if (kept === 0) return `run ${id}: lost${lost}`;
  const end = isClosed ? "; it counts as failed, since what it did afterwards is not known" : "";
  return `run ${id}: its first ${countWords(kept, "event")}${lost}${end}`;
}
