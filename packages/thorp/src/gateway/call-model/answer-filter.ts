/**
 * The team's content filter over one answer: masks what it hides, stops at what it blocks, and shows nothing more of an
 * answer that a person has to be asked about.
 */
import type { Json } from "../../base/json.ts";
import type { ContentFinding } from "../../events/content-finding.ts";
import { blockedContent } from "../../guard/content/blocked-content.ts";
import { type ContentPolicy, categoriesWith } from "../../guard/content/content-policy.ts";
import { type ContentStream, createContentStream } from "../../guard/content/content-stream.ts";
import { filterJson } from "../../guard/content/filter-json.ts";
import { filterText, strictest } from "../../guard/content/filter-text.ts";
import type { SecretStream } from "../../guard/secret-filter.ts";

/** For one answer, its thoughts and the arguments of its calls included. */
export interface AnswerFilter {
  /** Undefined where the policy has nothing to say about what is written. */
  stream(): ContentStream | undefined;
  /** Throws `content-blocked` as soon as a stream has found such content. */
  check(): void;
  /** Something was found that a person has to be asked about. */
  isWithheld(): boolean;
  /** A text of the answer that is there as a whole, masked. */
  clean(text: string): string;
  /** The arguments of a call, masked. What is to be blocked or asked about is for the gateway of the tools. */
  maskArguments(value: Json): Json;
  /** Each category once. */
  findings(): readonly ContentFinding[];
  /** What was masked in arguments; each category once. */
  argumentFindings(): readonly ContentFinding[];
}

/** Undefined where the policy has nothing to say about answers and what they call. */
export function createAnswerFilter(policy: ContentPolicy | undefined, team: string): AnswerFilter | undefined {
  if (policy === undefined) return undefined;
  const isSilent = (["output", "arguments"] as const).every(
    (direction) => categoriesWith(policy, direction, ["mask", "ask", "block"]).length === 0,
  );
  if (isSilent) return undefined;
  const streams: ContentStream[] = [];
  const inArguments: ContentFinding[] = [];
  const findings = () => merged(streams.flatMap((stream) => stream.findings()));
  return {
    stream() {
      const stream = createContentStream(policy, "output");
      if (stream !== undefined) streams.push(stream);
      return stream;
    },
    maskArguments(value) {
      const filtered = filterJson(value, policy, "arguments");
      inArguments.push(...filtered.findings.filter(({ action }) => action === "mask"));
      return filtered.value;
    },
    argumentFindings: () => merged(inArguments),
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
