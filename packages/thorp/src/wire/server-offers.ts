/** Prompts and resources of MCP servers that a request may name. */
import { z } from "zod";

/** Asked for with `expand`: a prompt as `/SERVER:NAME`, a resource as `@SERVER:URI`. */
export const serverOffersSchema = z
  .object({
    prompts: z.array(
      z.object({
        server: z.string(),
        name: z.string(),
        description: z.string().optional(),
        arguments: z.array(z.object({ name: z.string(), description: z.string().optional(), isRequired: z.boolean() })),
      }),
    ),
    resources: z.array(
      z.object({ server: z.string(), uri: z.string(), name: z.string(), description: z.string().optional() }),
    ),
  })
  .meta({ id: "ServerOffers", description: "Prompts and resources of MCP servers that a request may name." });
