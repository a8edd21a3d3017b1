/** Sentences with what is in them, written for this test. The held-out half is not looked at while rules are written. */
import type { ContentCategory } from "../../src/events/content-finding.ts";

/** Sentences that hold exactly the category they stand under, and such that hold none. */
export interface LabelledSet {
  readonly holds: Readonly<Record<ContentCategory, readonly string[]>>;
  /** Many of them talk about the same subjects without harm, or look like the same forms. */
  readonly benign: readonly string[];
}
