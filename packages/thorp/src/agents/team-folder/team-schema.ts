/**
 * The keys of a team's files: one source for validation, for the published JSON Schemas and for the suggestions in
 * error messages. Messages are written to follow the key's name: "`name` may hold only …".
 */
import { z } from "zod";
import type { Tier } from "../../models/language-model.ts";
import { agentKinds } from "../team.ts";
import { durationMs, durationPattern } from "./duration.ts";
import { filtersSchema } from "./filters-schema.ts";
import { policySchema } from "./policy-schema.ts";

const memoryKinds = ["episodic", "semantic", "procedural"] as const;

const name = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "may hold only a-z, 0-9 and single - between them");
const toolName = z
  .string()
  .max(200)
  .regex(
    /^[\w.*-]+(:[\w.*-]+(\/[\w.*-]+)?)?$/,
    "must be the name of a tool or a pattern: api:NAME, api:*, api:NAME/TOOL, capability:NAME",
  );
const line = z.string().trim().min(1).max(2000);
const modelName = z.string().max(200).regex(/^\S+$/, "must be a model id or an alias, without spaces");

const noTwice = (list: readonly unknown[], context: z.RefinementCtx): void => {
  for (const [index, entry] of list.entries()) {
    if (list.indexOf(entry) < index)
      context.addIssue({ code: "custom", path: [index], message: "stands in the list twice" });
  }
};

const listOf = <Entry extends z.ZodType>(entry: Entry, description: string) =>
  z.array(entry).max(100).superRefine(noTwice).default([]).meta({ description, uniqueItems: true });

const count = (highest: number, standard: number, description: string) =>
  z.number().int().min(1).max(highest).default(standard).describe(description);

const limitsSchema = z.strictObject({
  depth: z.number().int().min(0).max(8).default(3).describe("Levels of sub-plans below the first."),
  tasks: count(1000, 40, "Tasks of a run, sub-plans included."),
  steps: count(500, 24, "Model and tool calls of one task."),
});

/** team.yaml. */
export const teamFileSchema = z
  .strictObject({
    name: name.describe("The name of the folder."),
    title: line.max(120).exactOptional().describe("The name that people see. Default: the name."),
    description: line.describe("One or two sentences: what the team is good for."),
    top: name
      .exactOptional()
      .describe("The agent that talks with the person. Default: the only orchestrator, else the only manager."),
    models: z
      .record(modelName, modelName)
      .default({})
      .describe("Aliases of this team: alias -> provider/model as the catalogue knows it."),
    limits: limitsSchema.prefault({}).describe("Ceilings of one run."),
    judge: z
      .boolean()
      .default(true)
      .describe(
        "Whoever planned a task holds its result against the task's acceptance text, by a call of its own. false: only what rules can see is checked.",
      ),
    policy: policySchema,
    filters: filtersSchema,
  })
  .meta({ title: "team.yaml", description: "A Thorp team." });
/** team.yaml as data, defaults filled in. */
export type TeamFile = z.infer<typeof teamFileSchema>;

const modeSchema = z.strictObject({
  name: name.describe("Unique in its agent."),
  when: listOf(line, "Words that call for this mode, matched as whole words in the task, else in the request."),
  instructions: line.exactOptional().describe("Added to the agent's instructions."),
  temperature: z.number().min(0).max(2).exactOptional(),
  deadline: z
    .string()
    .regex(durationPattern, "must be a duration like 30s or 2m")
    .refine((text) => !durationPattern.test(text) || durationMs(text) !== undefined, "must be longer than nothing")
    .exactOptional()
    .describe("Time for an answer in this mode: 30s, 2m."),
  tools: z
    .array(toolName)
    .min(1)
    .max(100)
    .superRefine(noTwice)
    .exactOptional()
    .describe("Of the agent's own tools those that are offered in this mode. Default: all of them."),
});

const modesSchema = z
  .array(modeSchema)
  .max(20)
  .superRefine((modes, context) => {
    for (const [index, mode] of modes.entries()) {
      if (modes.findIndex((other) => other.name === mode.name) < index)
        context.addIssue({ code: "custom", path: [index, "name"], message: "is the name of an earlier mode" });
    }
  })
  .default([])
  .describe("Ways to answer; the first is the default.");

const tierModelsSchema = z
  .strictObject({
    embedded: modelName.exactOptional(),
    local: modelName.exactOptional(),
    frontier: modelName.exactOptional(),
  } satisfies Record<Tier, z.ZodType>)
  .refine((models) => Object.keys(models).length > 0, "needs a model for at least one tier")
  .default({ embedded: "rules" })
  .describe("Model id or alias per tier; a tier that is missing is not used.");

const knowledgeFolder = z
  .string()
  .max(200)
  .regex(/^\w[\w.-]*(\/\w[\w.-]*)*$/, "must be a folder inside the team's folder");

/** The front matter of agents/NAME.md. */
export const agentFileSchema = z
  .strictObject({
    name: name.describe("The name of the file without .md."),
    kind: z.enum(agentKinds),
    description: line.describe("One or two sentences: what it does, for those who choose among agents."),
    models: tierModelsSchema,
    threshold: z
      .number()
      .min(0)
      .max(1)
      .default(0.6)
      .describe("Complexity from 0 to 1 above which a call goes to the frontier model."),
    tools: listOf(
      toolName,
      "Its own tools, by name or by pattern: api:NAME (all of a source), api:* (all of a kind), api:NAME/TOOL, capability:NAME.",
    ),
    delegates: listOf(name, "Agents that it may hand work to, the preferred one first."),
    peers: listOf(name, "Agents whom it may ask a question while it works; `person` lets a manager ask the person."),
    capabilities: listOf(name, "What it can do beyond its tools: writing, research."),
    examples: listOf(line, "Six to ten things people or managers say when they want this agent."),
    modes: modesSchema,
    temperature: z.number().min(0).max(2).exactOptional(),
    maxOutputTokens: z.number().int().min(1).max(1_000_000).exactOptional(),
    cacheable: z
      .boolean()
      .default(false)
      .describe("At temperature 0 the same question with the same brief may be answered from the cache."),
    memory: listOf(z.enum(memoryKinds), "Kinds of memory that it reads and writes."),
    knowledge: listOf(knowledgeFolder, "Folders inside the team's folder with documents that it knows."),
    skills: listOf(name, "Names of folders in skills/."),
    policy: policySchema,
  })
  .meta({ title: "Front matter of agents/*.md", description: "An agent of a Thorp team." });
/** Front matter as data, defaults filled in. */
export type AgentFile = z.infer<typeof agentFileSchema>;

/** Agent Skills, a format of others: what we need is checked, what we do not know is left alone. */
export const skillFileSchema = z.looseObject({
  name: name.describe("The name of the skill's folder."),
  description: z.string().trim().min(1).max(1024),
  license: z.string().exactOptional(),
  compatibility: z.string().max(500).exactOptional(),
  metadata: z.record(z.string(), z.unknown()).exactOptional(),
  "allowed-tools": z.union([z.string(), z.array(z.string())]).exactOptional(),
});
