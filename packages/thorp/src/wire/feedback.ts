/** What persons think of answers: what the team learns from later. */
import { z } from "zod";

const LONGEST_REASON = 2000;
const LONGEST_ANSWER = 200_000;

/** All members are left out to take back what was said. */
export const feedbackRequestSchema = z
  .strictObject({
    rating: z.enum(["up", "down"]).optional(),
    reason: z.string().min(1).max(LONGEST_REASON).optional().describe("Why, in own words."),
    edited: z.string().min(1).max(LONGEST_ANSWER).optional().describe("The answer as it should have been."),
    prefer: z
      .enum(["stronger", "cheaper"])
      .optional()
      .describe("Requests of this kind deserve a stronger, or need only a cheaper model."),
  })
  .meta({ id: "FeedbackRequest", description: "What a person thinks of an answer." });

/** What was said, and of what. */
export const feedbackFields = {
  /** Id of the person; absent on a server without users. */
  by: z.string().optional(),
  rating: z.enum(["up", "down"]).optional(),
  reason: z.string().optional(),
  edited: z.string().optional(),
  prefer: z.enum(["stronger", "cheaper"]).optional(),
  /** The call that wrote the answer, and the model that its route chose. */
  about: z
    .object({
      seq: z.number(),
      path: z.string(),
      step: z.string(),
      agent: z.string(),
      purpose: z.string(),
      model: z.string(),
      tier: z.enum(["embedded", "local", "frontier"]),
    })
    .optional(),
};

/** What one person says of an answer. */
export const feedbackSchema = z
  .object({
    run: z.string(),
    seq: z.number(),
    at: z.number(),
    /** Id of the person; absent on a server without users. */
    ...feedbackFields,
  })
  .meta({ id: "Feedback", description: "What one person says of an answer." });
