/** How somebody wants to be served. What is left out is as the team and the configuration say. */
import { z } from "zod";

/** Unknown keys are refused: a misspelt preference must not be lost in silence. */
export const preferencesSchema = z
  .strictObject({
    language: z
      .string()
      .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?$/, "must be a language tag, such as de or pt-BR")
      .optional()
      .describe("Language of answers: de, fr, pt-BR. Otherwise that of the request."),
    timeZone: z
      .string()
      .max(100)
      .refine(isTimeZone, "must be the name of a time zone, such as Europe/Berlin")
      .optional()
      .describe("IANA name, for dates in requests and results."),
    units: z.enum(["metric", "imperial"]).optional().describe("Units of measurement in answers."),
    length: z.enum(["short", "long"]).optional().describe("How long answers are, where the request does not say."),
    format: z.enum(["plain", "markdown"]).optional().describe("plain: text without marks."),
    team: z.string().min(1).max(200).optional().describe("The team that is asked when a request names none."),
    model: z.string().min(1).max(200).optional().describe("Model id or alias that replaces every agent's choice."),
    budget: z.number().min(0).optional().describe("The most that one run may cost, in US dollars, unless it names it."),
    privacy: z.enum(["local-only"]).optional().describe("local-only: no call leaves for a model that others run."),
  })
  .meta({ id: "Preferences", description: "How somebody wants to be served." });
/** Absent members are left to the team and the configuration. */
export type Preferences = z.infer<typeof preferencesSchema>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
