/**
 * Before anybody plans: look at the files that the request names or seems to mean. One recorded step; another one after
 * an answer of the person, which may name the file that was missing.
 */
import type { Team } from "../agents/team.ts";
import { toolsFor } from "../agents/tool-patterns.ts";
import type { ToolSpecs } from "../agents/tool-specs.ts";
import { contentHash, type Json } from "../base/json.ts";
import type { RunContext, StepRun } from "../events/run-context.ts";
import type { RunFacts } from "../gateway/call-model/run-facts.ts";
import { filterJson } from "../guard/content/filter-json.ts";
import { strictest } from "../guard/content/filter-text.ts";
import type { FileNote } from "../models/brief.ts";

/** Names and columns of files; reads no more than it takes to say what they are. */
export type PeekFiles = (looking: Looking, signal: AbortSignal) => Promise<readonly FileNote[]>;

/** Whose words may name files. */
export interface Looking {
  readonly run: RunFacts;
  /** What the person said before in this conversation, oldest first. */
  readonly earlier: readonly string[];
}

/** Whose files, and who looks. */
export interface LookOptions extends Looking {
  readonly team: Team;
  readonly specs: ToolSpecs;
  readonly peekFiles: PeekFiles;
  /** Name of the recorded step; each look of a run has its own. */
  readonly step?: string;
}

/** Empty when no agent of the team reads files and the request brings none. */
export async function lookAtFiles(
  context: RunContext,
  { run, earlier, team, specs, peekFiles, step: name = "look-at-files" }: LookOptions,
): Promise<readonly FileNote[]> {
  if (!readsFiles(team, specs) && run.request.attachments.length === 0) return [];
  const digest = contentHash([run.request.workspace, run.request.text, ...earlier].join("\n"));
  const notes = await context.step<Json>({
    name,
    digest,
    run: async (step) => {
      step.begin({ kind: "other", digest });
      const notes = await peekFiles({ run, earlier }, step.signal);
      return notes.map((note) => filteredNote(note, step, run)) as unknown as Json;
    },
  });
  return notes as unknown as readonly FileNote[];
}

/** What the team's filters refuse or ask about stays in the file: tools read it, and there it is decided. */
function filteredNote(note: FileNote, step: StepRun, { filters }: RunFacts): FileNote {
  const { columns, title, ...facts } = note;
  if (filters === undefined || (columns ?? title) === undefined) return note;
  const said = { ...(columns && { columns }), ...(title && { title }) };
  const { value, findings } = filterJson(said as unknown as Json, filters, "tool");
  for (const finding of findings) step.note({ type: "content-find", direction: "tool", ...finding });
  const isWithheld = ["ask", "block"].includes(strictest(findings));
  return isWithheld ? facts : { ...facts, ...(value as Pick<FileNote, "columns" | "title">) };
}

function readsFiles(team: Team, specs: ToolSpecs): boolean {
  for (const agent of team.agentsByName.values()) {
    if (toolsFor(agent.tools, specs).some((tool) => tool.effect === "read")) return true;
  }
  return false;
}
