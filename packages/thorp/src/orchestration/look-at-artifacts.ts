/**
 * What can be seen of the files that a result made: that they are there, that something is in them, how their text
 * begins. A judge that only reads "saved as report.md" would judge the word of the one it checks. One recorded step.
 */
import type { ReadArtifact } from "../agents/assignment.ts";
import { contentHash, type Json } from "../base/json.ts";
import type { RunContext } from "../events/run-context.ts";
import type { Artifact } from "../events/task-result.ts";

/** What a look from outside tells of one file. */
export interface SeenArtifact {
  readonly title: string;
  readonly mediaType: string;
  /** Undefined: it is gone. */
  readonly bytes?: number;
  /** How its text begins; absent for what holds none. */
  readonly text?: string;
}

/** Bytes that are read of one, characters that are shown of it, and how many are looked at. */
const READ = 64 << 10;
const SHOWN = 1500;
const MOST = 4;

/** In the order of the artifacts; beyond a bounded number the rest is left out. */
export async function lookAtArtifacts(
  context: RunContext,
  { name, artifacts, readArtifact }: { name: string; artifacts: readonly Artifact[]; readArtifact: ReadArtifact },
): Promise<readonly SeenArtifact[]> {
  if (artifacts.length === 0) return [];
  const looked = artifacts.slice(0, MOST);
  const digest = contentHash(looked.map((artifact) => artifact.id).join("\n"));
  const seen = await context.step<Json>({
    name,
    digest,
    run: async (step) => {
      step.begin({ kind: "other", digest });
      return (await Promise.all(looked.map((artifact) => lookAt(artifact, readArtifact)))) as unknown as Json;
    },
  });
  return seen as unknown as readonly SeenArtifact[];
}

/** What is plainly wrong with them, in words for whoever made them. */
export function artifactProblem(seen: readonly SeenArtifact[]): string | undefined {
  const gone = seen.find((artifact) => artifact.bytes === undefined);
  if (gone !== undefined) return `The file ${gone.title} is not there any more. Make it again.`;
  const empty = seen.find((artifact) => artifact.bytes === 0);
  return empty === undefined ? undefined : `The file ${empty.title} is empty.`;
}

/** For the judge, below the result. */
export function artifactWords(seen: readonly SeenArtifact[]): string {
  return seen
    .map(
      ({ title, mediaType, bytes, text }) => `${title} (${mediaType}, ${bytes ?? 0} bytes)${text ? `:\n${text}` : ""}`,
    )
    .join("\n\n");
}

async function lookAt({ title, mediaType, ...artifact }: Artifact, read: ReadArtifact): Promise<SeenArtifact> {
  const bytes = await read({ title, mediaType, ...artifact }, READ).catch(() => undefined);
  if (bytes === undefined) return { title, mediaType };
  const text = textIn(bytes, mediaType);
  const size = bytes.byteLength < READ ? bytes.byteLength : Math.max(artifact.bytes, READ);
  return { title, mediaType, bytes: size, ...(text === undefined || text === "" ? {} : { text }) };
}

function textIn(bytes: Uint8Array, mediaType: string): string | undefined {
  if (!/^text\/|json|xml|svg|yaml/.test(mediaType)) return undefined;
  const whole = new TextDecoder().decode(bytes);
  const text = /html|xml|svg/.test(mediaType) ? withoutTags(whole) : whole;
  const cut = text.slice(0, SHOWN);
  return text.length > SHOWN ? `${cut.replace(/[\uD800-\uDBFF]$/, "")} […]` : cut.trim();
}

/** Styles, scripts and marks are nothing that a judge should weigh. */
function withoutTags(markup: string): string {
  return markup
    .replace(/<(style|script)\b[\s\S]*?<\/\1\s*>/gi, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
