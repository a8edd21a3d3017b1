/** Runs as resources: `run://ID` is a run in words, `run://ID/ARTIFACT` what it was given or made. */
import { ThorpError } from "../../base/errors.ts";
import type { RunDetail, Thorp } from "../../engine/thorp.ts";

/** One entry of `resources/list`. */
export interface ListedRun {
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly mimeType: string;
}

/** What `resources/read` gives. */
export type ReadRun = { readonly uri: string; readonly mimeType: string } & (
  | { readonly text: string }
  | { readonly blob: string }
);

const PAGE = 50;
const LONGEST_NAME = 120;

/** Newest first; `cursor` is what the page before gave as `nextCursor`. Throws `input-invalid` for one that is none. */
export async function listRuns(
  thorp: Thorp,
  cursor: string | undefined,
): Promise<{ readonly resources: readonly ListedRun[]; readonly nextCursor?: string }> {
  if (cursor !== undefined && !/^run_[0-9a-z]{1,40}$/.test(cursor))
    throw new ThorpError("input-invalid", "The cursor is none that this server gave.");
  const runs = await thorp.listRuns({ limit: PAGE + 1, ...(cursor === undefined ? {} : { before: cursor }) });
  const shown = runs.slice(0, PAGE);
  const last = shown.at(-1);
  return {
    resources: shown.map(({ id, text, team, state }) => ({
      uri: `run://${id}`,
      name: id,
      title: oneLine(text),
      description: `Asked of ${team}; ${state}.`,
      mimeType: "text/markdown",
    })),
    ...(runs.length > PAGE && last !== undefined ? { nextCursor: last.id } : {}),
  };
}

/** Throws `run-unknown` or `blob-unknown`, also for what belongs to somebody else, and `input-invalid`. */
export async function readRun(thorp: Thorp, uri: string): Promise<ReadRun> {
  const [, run, artifact] = /^run:\/\/(run_[0-9a-z]{1,40})(?:\/([^/]{1,300}))?$/.exec(uri) ?? [];
  if (run === undefined)
    throw new ThorpError("input-invalid", `${uri.slice(0, 200)} names no run.`, { hint: "It looks like run://run_…" });
  if (artifact === undefined) return { uri, mimeType: "text/markdown", text: runInWords(await thorp.showRun(run)) };
  const found = await thorp.readArtifact(run, decoded(artifact));
  const { mediaType: mimeType } = found.artifact;
  const bytes = Buffer.from(found.bytes);
  const isText = /^text\/|[/+](?:json|xml|yaml)\b/.test(mimeType);
  return { uri, mimeType, ...(isText ? { text: bytes.toString("utf8") } : { blob: bytes.toString("base64") }) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function runInWords({ run, tasks, messages, failure }: RunDetail): string {
  const answer = messages.findLast(({ role, run: of }) => role === "team" && of === run.id)?.text;
  return [
    `# ${oneLine(run.text)}`,
    `Run ${run.id} of ${run.team}, conversation ${run.conversation}: ${run.state}.`,
    ...(failure === undefined ? [] : [`It failed: ${failure.message}`]),
    `## Request\n\n${run.text}`,
    ...(answer === undefined ? [] : [`## Answer\n\n${answer}`]),
    ...(tasks.length === 0
      ? []
      : [`## Tasks\n\n${tasks.map(({ goal, agent, state }) => `- ${oneLine(goal)} (${agent}): ${state}`).join("\n")}`]),
  ].join("\n\n");
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= LONGEST_NAME ? line : `${line.slice(0, LONGEST_NAME - 1)}…`;
}
