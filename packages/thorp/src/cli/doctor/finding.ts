/** One thing that the doctor looked at. */

/** `broken` stops something that should work; `missing` is something that Thorp does without. */
export type FindingState = "ok" | "missing" | "broken";

export interface Finding {
  readonly area: string;
  readonly state: FindingState;
  readonly text: string;
  /** The command or the step that mends it. */
  readonly fix?: string;
}

export const ok = (area: string, text: string): Finding => ({ area, state: "ok", text });
export const missing = (area: string, text: string, fix: string): Finding => ({ area, state: "missing", text, fix });
export const broken = (area: string, text: string, fix: string): Finding => ({ area, state: "broken", text, fix });
