/** What a person reads when content was refused. It names the kind and never the words. */
import { ThorpError } from "../../base/errors.ts";
import type { ContentAction, ContentFinding } from "../../events/content-finding.ts";
import { wordsFor } from "./content-policy.ts";

/** The kinds on which this action was taken, in words: `card number, hate`. */
export function kindsIn(findings: readonly ContentFinding[], action: ContentAction): string {
  return findings
    .filter((finding) => finding.action === action)
    .map(({ category }) => wordsFor[category])
    .join(", ");
}

/** `what`: request, answer, result of fetch_page. */
export function blockedContent(
  what: string,
  { findings, team }: { readonly findings: readonly ContentFinding[]; readonly team: string },
): ThorpError {
  return new ThorpError(
    "content-blocked",
    `The ${what} was not let through: the filters of team ${team} block it (${kindsIn(findings, "block")}).`,
  );
}
