/** What a person does with the catalogue: look a model up, read a provider's list, write a proxy's configuration. */
import { z } from "zod";
import { modelTestSchema } from "./catalogue.ts";

/** US dollars by `input`, `output`, `cachedInput` and others, per million tokens; `image` and `request` by the piece. */
const price = z.record(z.string(), z.number());
const range = z.object({ min: z.number().optional(), max: z.number().optional(), default: z.number().optional() });

/** Everything that is known about one model. */
export const modelSheetSchema = z
  .looseObject({
    id: z.string(),
    provider: z.string(),
    model: z.string(),
    tier: z.string(),
    context: z.number(),
    maxOutput: z.number().optional(),
    /** Absent when nobody knows. */
    price: price.optional(),
    /** The most that a call may cost, where that is not its price. */
    ceiling: price.optional(),
    capabilities: z.array(z.string()),
    slots: z.number(),
    isListed: z.boolean(),
    requiresTest: z.boolean().optional(),
    settings: z
      .looseObject({
        parameters: z.record(z.string(), range),
        unsupported: z.array(z.string()),
        formats: z.array(z.string()).optional(),
        reasoning: z.string().optional(),
        system: z.string().optional(),
      })
      .optional(),
    openrouter: z.record(z.string(), z.unknown()).optional(),
    /** Of its provider. */
    kind: z.string().optional(),
    dialect: z.string().optional(),
    urls: z.array(z.string()).optional(),
    account: z.string().optional(),
    /** `ready`, or why it cannot be called now. */
    state: z.string(),
    aliases: z.array(z.string()),
    /** `team/agent (tier)`. */
    usedBy: z.array(z.string()),
    test: modelTestSchema.optional(),
  })
  .meta({ id: "ModelSheet", description: "Everything that is known about one model." });
export type ModelSheet = z.infer<typeof modelSheetSchema>;

/** What a provider's list held and what it changes. */
export const syncReportSchema = z
  .object({
    provider: z.string(),
    /** The catalogue file that holds the list, and where the list was read. */
    file: z.string(),
    from: z.string(),
    models: z.number(),
    withoutPrice: z.number(),
    changes: z.array(z.looseObject({ id: z.string(), kind: z.string() })),
    skipped: z.array(z.string()),
    isFirst: z.boolean(),
    isWritten: z.boolean(),
  })
  .meta({ id: "SyncReport", description: "What a provider's list of models held and what it changes." });

/** A proxy's configuration, and what it could not hold. */
export const proxyConfigSchema = z
  .object({ yaml: z.string(), leftOut: z.array(z.string()) })
  .meta({ id: "ProxyConfig", description: "The catalogue as the configuration of a proxy." });
