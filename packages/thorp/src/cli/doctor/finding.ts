/** One thing that the doctor looked at. */

/** `broken` stops something that should work; `missing` is something that Thorp does without. */
export type FindingState = "ok" | "missing" | "broken";

/** What was found, in words for people. */
export interface Finding {
  readonly area: string;
  readonly state: FindingState;
  readonly text: string;
  /** The command or the step that mends it. */
  readonly fix?: string;
}

/** All is well here. */
export const ok = (area: string, text: string): Finding => ({ area, state: "ok", text });
/** Something that Thorp can do without. */
export const missing = (area: string, text: string, fix: string): Finding => ({ area, state: "missing", text, fix });
/** Something that has to be mended; the doctor then exits with an error. */
export const broken = (area: string, text: string, fix: string): Finding => ({ area, state: "broken", text, fix });
