/** What a content filter can find in a text of a run, and what it does about it. */

/** Personal data are told by their form and their check digits, the others by what is said. */
export const contentCategories = [
  "credentials",
  "email",
  "phone",
  "bank-account",
  "card",
  "self-harm",
  "weapons",
  "malware",
  "hate",
  "sexual-minors",
  "injection",
] as const;
/** A kind of content that a filter knows. */
export type ContentCategory = (typeof contentCategories)[number];

/**
 * `input`: what a person asks. `output`: what models write. `arguments`: what models call tools with. `tool`: what tools
 * and the team's documents bring.
 */
export const contentDirections = ["input", "output", "arguments", "tool"] as const;
/** The way that a text takes. */
export type ContentDirection = (typeof contentDirections)[number];

/** From the mildest to the strictest; where several fit a text, the strictest decides about the whole. */
export const contentActions = ["allow", "mask", "ask", "block"] as const;
/** What becomes of such content. */
export type ContentAction = (typeof contentActions)[number];

/** One kind of content in one text, with what was done about it; never the words themselves. */
export interface ContentFinding {
  readonly category: ContentCategory;
  readonly action: ContentAction;
  readonly times: number;
}
