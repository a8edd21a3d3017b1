/**
 * The team's content filter over one answer: masks what it hides, stops at what it blocks, and shows nothing more of an
 * answer that a person has to be asked about.
 */
import type { ContentFinding } from "../../events/content-finding.ts";
import { blockedContent } from "../../guard/content/blocked-content.ts";
import type { ContentPolicy } from "../../guard/content/content-policy.ts";
import { type ContentStream, createContentStream } from "../../guard/content/content-stream.ts";
import { filterText, strictest } from "../../guard/content/filter-text.ts";
import type { SecretStream } from "../../guard/secret-filter.ts";

/** For one answer, its thoughts included. */
export interface AnswerFilter {
  stream(): ContentStream;
  /** Throws `content-blocked` as soon as a stream has found such content. */
  check(): void;
  /** Something was found that a person has to be asked about. */
  isWithheld(): boolean;
  /** A text of the answer that is there as a whole, masked. */
  clean(text: string): string;
  /** Each category once. */
  findings(): readonly ContentFinding[];
}

/** Undefined where the policy has nothing to say about answers. */
export function createAnswerFilter(policy: ContentPolicy | undefined, team: string): AnswerFilter | undefined {
  if (policy === undefined || createContentStream(policy, "output") === undefined) return undefined;
  const streams: ContentStream[] = [];
  const findings = () => merged(streams.flatMap((stream) => stream.findings()));
  return {
    stream() {
      const stream = createContentStream(policy, "output");
      if (stream === undefined) throw new RangeError("the policy has changed");
      streams.push(stream);
      return stream;
    },
    check() {
      const found = findings();
      if (strictest(found) === "block") throw blockedContent("answer", { findings: found, team });
    },
    isWithheld: () => strictest(findings()) === "ask",
    clean: (text) => filterText(text, policy, "output").text,
    findings,
  };
}

/** First the secrets, then the content: a key is no address. */
export function filteredStream(secrets: SecretStream, filters: AnswerFilter | undefined): SecretStream {
  const content = filters?.stream();
  if (filters === undefined || content === undefined) return secrets;
  const checked = (text: string): string => {
    filters.check();
    return text;
  };
  return {
    push: (delta) => checked(content.push(secrets.push(delta))),
    flush: () => checked(content.push(secrets.flush()) + content.flush()),
  };
}

function merged(findings: readonly ContentFinding[]): readonly ContentFinding[] {
  const byCategory = new Map<string, ContentFinding>();
  for (const finding of findings) {
    const times = (byCategory.get(finding.category)?.times ?? 0) + finding.times;
    byCategory.set(finding.category, { ...finding, times });
  }
  return [...byCategory.values()];
}
