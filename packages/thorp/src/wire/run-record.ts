/** What a run left behind, for those who look closely. */
import { z } from "zod";

/** Its bytes are read by its id, below its run. */
export const artifactSchema = z
  .object({
    id: z.string(),
    kind: z.enum(["attachment", "artifact"]),
    title: z.string(),
    mediaType: z.string(),
    bytes: z.number(),
    /** The task that made it; empty for the run itself. */
    path: z.string(),
    /** Where it lies on the server's machine. */
    file: z.string().optional(),
  })
  .meta({ id: "Artifact", description: "A file that went into a run or came out of it." });

/** Rebuilt from the journal, never kept. */
export const seenCallSchema = z
  .object({
    path: z.string(),
    step: z.string(),
    model: z.string(),
    tier: z.string(),
    /** Why this model, and the chance with which it would be chosen again. */
    reasons: z.array(z.string()),
    propensity: z.number(),
    /** In the shape of the AI SDK's prompts; files stand in them by reference. */
    messages: z.array(z.unknown()),
    tools: z.array(z.object({ name: z.string(), description: z.string().optional() })),
    maxOutputTokens: z.number().optional(),
    /** False when code, team or catalogue have changed since: then this is what would be sent today. */
    isExact: z.boolean(),
    /** What was left out to fit the window. */
    notices: z.array(z.string()),
  })
  .meta({ id: "SeenCall", description: "What a model call saw." });

const decision = z.record(z.string(), z.unknown());

/** One place where a replay went another way. */
export const differenceSchema = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("decision"),
      path: z.string(),
      recorded: decision.optional(),
      decided: decision.optional(),
    }),
    z.object({
      kind: z.literal("step-input"),
      path: z.string(),
      step: z.string(),
      recorded: z.string(),
      asked: z.string(),
    }),
    z.object({ kind: z.literal("new-step"), path: z.string(), step: z.string() }),
    z.object({ kind: z.literal("race"), path: z.string(), recorded: z.string(), among: z.array(z.string()) }),
  ])
  .meta({ id: "Difference", description: "What today's code decides otherwise over the same inputs." });
