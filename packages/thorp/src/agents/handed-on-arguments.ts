/**
 * The arguments of `plan`, `ask_person` and `ask_peer`, mended as those of any other tool.
 *
 * They change nothing in the world and are checked by whoever takes them, so each likely reading is good enough; only
 * what was cut off in the middle is not: half a plan would be taken for the whole.
 */
import { parseArguments } from "../gateway/call-tool/parse-arguments.ts";
import { fitArguments } from "../gateway/call-tool/repair/fit-arguments.ts";
import { readArguments } from "../gateway/call-tool/repair/read-arguments.ts";
import { createRepairNotes } from "../gateway/call-tool/repair/repair-notes.ts";
import { type Fields, isFields, type SchemaNode } from "../gateway/call-tool/repair/schema-node.ts";
import { PLAN_TOOL, planSchemaFor } from "./plan-tool.ts";
import type { Agent } from "./team.ts";

/** What a call holds. */
export interface HandedOn {
  /** Whatever could be read; undefined when that is nothing. Not validated. */
  readonly value: unknown;
  /** What was mended, in words. */
  readonly repaired: readonly string[];
}

/** The text of a call's arguments. */
export interface GivenArguments {
  readonly input: string;
  /** The output ended with it, or broke off in it. */
  readonly isCut?: boolean;
  readonly isHalf?: boolean;
}

/** What a plan may also say of a task; reading a plan knows what to make of it, in whatever form it comes. */
const LOOSE_FIELDS: SchemaNode["properties"] = {
  ...{ id: {}, needs: {}, capability: {}, priority: {}, deadlineMs: {}, optional: {} },
  ...{ task: {}, description: {} },
};

/** A plan by whoever may plan for these agents; a bare list of tasks is one too. */
export function planArguments(given: GivenArguments, delegates: readonly Agent[], merges: boolean): HandedOn {
  const schema = planSchemaFor(delegates, { merges }) as SchemaNode;
  const items = schema.properties?.["tasks"]?.items;
  const tasks: SchemaNode = {
    type: "array",
    items: { ...items, properties: { ...items?.properties, ...LOOSE_FIELDS } },
  };
  const node = { ...schema, properties: { goal: {}, answerFrom: {}, ...schema.properties, tasks } };
  return argumentsOf(given, { name: PLAN_TOOL, node, many: (values) => ({ tasks: values }) });
}

/** A tool by which an agent hands on. */
export interface HandingTool {
  readonly name: string;
  readonly node: SchemaNode;
  /** What a list of objects stands for; without it the first one counts. */
  readonly many?: (values: readonly unknown[]) => Fields;
}

/** Never throws. */
export function argumentsOf(given: GivenArguments, { name, node, many }: HandingTool): HandedOn {
  const read = readArguments(given.input);
  if (read === undefined) return { value: parseArguments(given.input), repaired: [] };
  const isHalf = given.isHalf || read.cut === "value" || read.cut === "entry";
  if (given.isCut && isHalf) return { value: undefined, repaired: [] };
  const notes = createRepairNotes();
  if (isHalf) notes.guessed("the arguments were cut off");
  else if (read.isMended) notes.mended("the JSON was broken");
  const [first] = read.values;
  const isList = read.values.length > 1 || Array.isArray(first);
  const listed = read.values.flat();
  const value = isList && many !== undefined && listed.every((one) => isTask(one)) ? many(listed) : first;
  const fitted = fitArguments(node, value, { tool: name, notes });
  return { value: fitted.ok ? fitted.value : value, repaired: notes.all };
}

/** Glued plans are none. */
function isTask(value: unknown): boolean {
  return isFields(value) && !("tasks" in value) && ["goal", "task", "description"].some((key) => key in value);
}
