/**
 * The half that measures: harm and everyday sentences in six languages, written before the rules, and some in other words after
 * them; rules are mended by the other half alone.
 */
import { heldOutNorth } from "./held-out-north.ts";
import { heldOutSouth } from "./held-out-south.ts";
import type { LanguageSets } from "./language-sets.ts";

export const heldOutSentences: LanguageSets = { ...heldOutNorth, ...heldOutSouth };
