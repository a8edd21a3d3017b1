/** Teams, models and tools one by one, and what is done with models. */
import { z } from "zod";
import { modelSummarySchema, teamSummarySchema } from "./rows.ts";

const tiers = z.object({
  embedded: z.string().optional(),
  local: z.string().optional(),
  frontier: z.string().optional(),
});

/** A team with its agents as their files say. */
export const teamDetailSchema = teamSummarySchema
  .omit({ agents: true })
  .extend({
    /** The agent that talks with the person. */
    top: z.string(),
    limits: z.object({ depth: z.number(), tasks: z.number(), steps: z.number() }),
    agents: z.array(
      z.object({
        name: z.string(),
        kind: z.string(),
        description: z.string(),
        instructions: z.string(),
        /** Model id or alias by tier. */
        models: tiers,
        /** Complexity from 0 to 1 above which a call goes to the frontier model. */
        threshold: z.number(),
        tools: z.array(z.string()),
        /** Whom it hands work to, and whom it may ask. */
        delegates: z.array(z.string()),
        peers: z.array(z.string()),
        examples: z.array(z.string()),
        skills: z.array(z.string()),
        knowledge: z.array(z.string()),
        /** What it can do: by its tools, and what it declares. */
        capabilities: z.array(z.string()),
        memory: z.array(z.string()),
        modes: z.array(z.string()),
      }),
    ),
    /** Model ids by the names that this team gives them. */
    modelAliases: z.record(z.string(), z.string()),
    /** By their folders how many documents agents know. */
    documents: z.record(z.string(), z.number()),
    skills: z.array(z.object({ name: z.string(), description: z.string() })),
    /** Patterns under `tools` that find nothing now, with file, line and column. */
    missing: z.array(z.string()),
    /** Mistakes in the files of its `tools/`, with their places. */
    problems: z.array(z.string()),
  })
  .meta({ id: "TeamDetail", description: "A team with its agents as their files say." });

/** What came of the last test of a model. */
export const modelTestSchema = z.object({
  at: z.number(),
  ok: z.boolean(),
  checks: z.array(z.object({ name: z.string(), state: z.string(), detail: z.string() })),
});

/** A model with its last test. */
export const modelDetailSchema = modelSummarySchema
  .extend({
    test: modelTestSchema.optional(),
  })
  .meta({ id: "ModelDetail", description: "A model with its last test." });

/** What came of a test that asked the real server. */
export const testedModelSchema = z
  .object({
    id: z.string(),
    ok: z.boolean(),
    cost: z.number(),
    checks: z.array(z.object({ name: z.string(), state: z.string(), detail: z.string() })),
  })
  .meta({ id: "TestedModel", description: "What came of the test of a model." });

/** A model to be written into the person's models.yaml; it counts from the next start. */
export const newModelSchema = z
  .strictObject({
    id: z
      .string()
      .max(300)
      .regex(/^[^/\s]+\/\S+$/, "must look like provider/name-of-the-model"),
    alias: z.string().min(1).max(100).optional(),
    context: z.number().int().min(256).max(100_000_000).optional(),
    maxOutput: z.number().int().min(1).max(100_000_000).optional(),
    /** US dollars per million tokens. */
    price: z.strictObject({ input: z.number().min(0), output: z.number().min(0) }).optional(),
    /** `tools`, `json`, `vision`, `audio`, `files`, `reasoning`, `code`, `embedding`. */
    capabilities: z.array(z.string().max(20)).max(20).optional(),
    /** It may not serve before its test has passed. */
    requiresTest: z.boolean().optional(),
  })
  .meta({ id: "NewModel", description: "A model to be added to the catalogue." });

/** One step of a fetch. */
export const pullUpdateSchema = z
  .object({
    server: z.string(),
    model: z.string(),
    status: z.string(),
    /** Bytes of the part that is being fetched. */
    total: z.number().optional(),
    completed: z.number().optional(),
    /** The last one, when it went wrong. */
    error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).optional(),
  })
  .meta({ id: "PullUpdate", description: "One step of the fetch of a model." });

/** What became of an order at each server. */
export const serverOutcomeSchema = z
  .object({ server: z.string(), model: z.string(), ok: z.boolean(), reason: z.string().optional() })
  .meta({ id: "ServerOutcome", description: "What became of an order at one server." });

/** A local server and the models in its memory. */
export const modelServerSchema = z
  .object({
    server: z.string(),
    url: z.string(),
    tier: z.string(),
    kind: z.string(),
    /** Calls that it takes at once, and that it has now. */
    slots: z.number(),
    running: z.number(),
    /** Of a server that Thorp starts itself. */
    process: z.looseObject({ state: z.string() }).optional(),
    log: z.string().optional(),
    models: z.array(
      z.object({
        model: z.string(),
        bytes: z.number().optional(),
        bytesOnGpu: z.number().optional(),
        context: z.number().optional(),
        expiresAt: z.number().optional(),
        state: z.string().optional(),
      }),
    ),
    problem: z.string().optional(),
  })
  .meta({ id: "ModelServer", description: "A local server and the models in its memory." });
