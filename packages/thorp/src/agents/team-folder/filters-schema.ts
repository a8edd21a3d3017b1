/** The content filters of a team as people write them. */
import { z } from "zod";
import {
  type ContentCategory,
  contentActions,
  contentCategories,
  contentDirections,
} from "../../events/content-finding.ts";
import { type ContentPolicy, wordsFor } from "../../guard/content/content-policy.ts";

const action = z.enum(contentActions);
const directions = z
  .strictObject({
    input: action.exactOptional().describe("What a person asks."),
    output: action.exactOptional().describe("What models write."),
    arguments: action.exactOptional().describe("What agents call tools with."),
    tool: action.exactOptional().describe("What tools and the team's documents bring: pages, files, mails."),
  })
  .refine((ways) => Object.keys(ways).length > 0, `needs at least one of ${contentDirections.join(", ")}`);

const categories = Object.fromEntries(
  contentCategories.map((category) => [
    category,
    z.union([action, directions]).exactOptional().describe(`Content of the kind: ${wordsFor[category]}.`),
  ]),
) as Record<ContentCategory, z.ZodExactOptional<z.ZodUnion<[typeof action, typeof directions]>>>;

/** One action for all ways, or one for each. */
export const filtersSchema = z
  .strictObject(categories)
  .exactOptional()
  .describe("What is masked, blocked or asked about in requests, answers, arguments and results. Default: nothing.");
type WrittenFilters = NonNullable<z.infer<typeof filtersSchema>>;

/** The policy as the engine knows it. */
export function filtersFrom(written: WrittenFilters): ContentPolicy {
  return Object.fromEntries(
    Object.entries(written).map(([category, way]) => [
      category,
      typeof way === "string" ? Object.fromEntries(contentDirections.map((direction) => [direction, way])) : way,
    ]),
  );
}
