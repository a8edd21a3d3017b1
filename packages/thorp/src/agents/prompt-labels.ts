/**
 * Where everything came from that a model reads in one call: what it writes carries the same labels.
 *
 * Whatever is put into a prompt has to have its labels here. A new member of the brief without them is a hole in the
 * boundary: policy would take words from outside for the person's.
 */
import { joinLabels, type Label, type Labels } from "../base/label.ts";
import type { Brief, FileNote } from "../models/brief.ts";
import type { Assignment } from "./assignment.ts";
import { knownLabels } from "./known-passages.ts";
import { usableTools } from "./reachable-tools.ts";
import type { ToolSpecs } from "./tool-specs.ts";

/** The labels of a whole prompt: the person's request and the team's instructions are in every one. */
export function promptLabels(brief: Brief, assignment: Assignment, specs: ToolSpecs): Labels {
  return joinLabels(["person", "team"], readLabels(brief, assignment, specs));
}

/** Those of what was read beside the request and the instructions. */
export function readLabels(brief: Brief, assignment: Assignment, specs: ToolSpecs): Labels {
  return joinLabels(
    knownLabels(brief.known ?? [], brief.agent.name),
    ...brief.inputs.map((input) => input.labels),
    ...brief.toolCalls.map((call) => call.labels),
    ...brief.history.map((message) => message.labels ?? []),
    brief.files.flatMap(fileLabels),
    assignment.labels ?? [],
    assignment.toolless === true ? [] : toolLabels(assignment, specs),
  );
}

/** A look at a table shows words of its cells, a title is what a document says of itself, a picture may hold words. */
function fileLabels({ path, columns, blob, title }: FileNote): Labels {
  if (columns === undefined && blob === undefined && title === undefined) return [];
  return [path.startsWith("attachment:") ? (path as Label) : `workspace:${path}`];
}

/** What a server says of its own tools is read like any other text of it. */
function toolLabels(assignment: Assignment, specs: ToolSpecs): Labels {
  return usableTools(assignment, specs).flatMap(({ name, evidence }) =>
    evidence === "declared-by-server" ? [`agent:tool.${name}` as const] : [],
  );
}
