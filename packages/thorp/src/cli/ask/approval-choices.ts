/** In which ways a question may be answered, in words: no, this once, and for later calls as far as it offers that. */
import { oneLine } from "../../base/clean-text.ts";
import type { Standing, StandingMatch, StandingScope } from "../../wire/standing.ts";

/** An answer. Without `scope` it is for this call alone. */
export interface ApprovalChoice {
  readonly allow: boolean;
  readonly scope?: StandingScope;
  readonly match?: StandingMatch;
}

/** The question as far as its answers depend on it. */
export interface ApprovalQuestion {
  readonly tool: string;
  readonly stands?: readonly Standing[] | undefined;
}

/** What is chosen, as lists of choices show it. */
export interface WordedChoice {
  readonly choice: ApprovalChoice;
  readonly words: string;
}

const scopeWords: Readonly<Record<StandingScope, string>> = {
  run: "for this run",
  conversation: "for this conversation",
  always: "always",
};

/** No comes first, so that nothing is allowed by accident; then from the narrowest to the widest of each way. */
export function approvalChoices({ tool, stands = [] }: ApprovalQuestion): readonly WordedChoice[] {
  const standing = stands.flatMap(({ match, value, scopes }) =>
    scopes.map((scope) => ({
      choice: { allow: true, scope, match },
      words: `Allow ${scopeWords[scope]}: ${matchWords(match, value, tool)}`,
    })),
  );
  return [{ choice: { allow: false }, words: "Deny" }, { choice: { allow: true }, words: "Allow once" }, ...standing];
}

/** What has to be the same in later calls. */
function matchWords(match: StandingMatch, value: string, tool: string): string {
  switch (match) {
    case "tool":
      return `whatever ${oneLine(tool)} asks for in the workspace`;
    case "folder":
      return `the same below ${oneLine(value)}`;
    case "host":
      return `the same at ${oneLine(value)}`;
    case "arguments":
      return "exactly this call";
  }
}
