/** Which kinds of content a team lets pass, hides, refuses or asks about, on each way through a run. */
import {
  type ContentAction,
  type ContentCategory,
  type ContentDirection,
  contentCategories,
} from "../../events/content-finding.ts";

/** Only what is not `allow`. The empty policy is the default: nobody's own words are anybody's business. */
export type ContentPolicy = Readonly<
  Partial<Record<ContentCategory, Readonly<Partial<Record<ContentDirection, ContentAction>>>>>
>;

/** `allow` where the policy says nothing. */
export function actionFor(
  policy: ContentPolicy,
  category: ContentCategory,
  direction: ContentDirection,
): ContentAction {
  return policy[category]?.[direction] ?? "allow";
}

/** The categories for which one of these actions is to be taken. */
export function categoriesWith(
  policy: ContentPolicy,
  direction: ContentDirection,
  actions: readonly ContentAction[],
): readonly ContentCategory[] {
  return contentCategories.filter((category) => actions.includes(actionFor(policy, category, direction)));
}

/** `[e-mail address removed]` and its like. */
export function maskFor(category: ContentCategory): string {
  return `[${wordsFor[category]} removed]`;
}

/** A category in words, for people. */
export const wordsFor: Readonly<Record<ContentCategory, string>> = {
  credentials: "password",
  email: "e-mail address",
  phone: "phone number",
  "bank-account": "account number",
  card: "card number",
  "self-harm": "self-harm",
  weapons: "weapons",
  malware: "malware",
  hate: "hate",
  "sexual-minors": "sexual content about minors",
  injection: "instructions to an assistant",
};
