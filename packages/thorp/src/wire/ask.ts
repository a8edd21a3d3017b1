/** What a person asks for, as it comes in over HTTP. */
import { z } from "zod";
import { standingMatches, standingScopes } from "./standing.ts";

/** Characters of one request. */
const LONGEST_TEXT = 200_000;

/** Unknown keys are refused: a misspelt option must not be lost in silence. */
export const askRequestSchema = z
  .strictObject({
    text: z.string().min(1).max(LONGEST_TEXT).describe("The request."),
    team: z.string().max(200).optional().describe("Name of the team; the default one otherwise."),
    conversation: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe("Goes on with this conversation; a new one otherwise."),
    after: z
      .string()
      .regex(/^(?:run_[0-9a-z]{1,40})?$/)
      .optional()
      .describe(
        "The run that this one follows: a branch where another follows it already, a fork without `conversation`; empty for the beginning. The newest otherwise.",
      ),
    fresh: z.boolean().optional().describe("Takes no answer from a cache."),
    model: z.string().max(200).optional().describe("Model id or alias that replaces every agent's choice."),
    budget: z.number().min(0).optional().describe("The most that the run may cost, in US dollars."),
    deadlineMs: z.number().int().positive().optional().describe("How long it may take, in milliseconds."),
    priority: z.number().int().min(-100).max(100).optional().describe("Higher overtakes lower; 0 is normal."),
    interactive: z
      .boolean()
      .optional()
      .describe("Somebody can answer questions and approvals; otherwise what needs approval is denied."),
    approvePlan: z.boolean().optional().describe("Waits for the plan to be approved before it runs."),
    workspace: z
      .string()
      .max(4096)
      .optional()
      .describe("Absolute path whose files may be read; only from whoever may read the server's data folder."),
    out: z.string().max(4096).optional().describe("Absolute path for results; the same holds for it."),
    yes: z.boolean().optional().describe("Allows writes under both without asking; the same holds for it."),
    expand: z
      .boolean()
      .optional()
      .describe(
        "`/SERVER:PROMPT arguments` at the beginning and `@SERVER:URI` anywhere name prompts and resources of MCP servers, which come along as attachments; default: false.",
      ),
    attachments: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(255),
          mediaType: z.string().max(100).optional(),
          base64: z.string().describe("The bytes."),
        }),
      )
      .max(20)
      .optional(),
  })
  .meta({ id: "AskRequest", description: "A request to a team." });

/** The same again, unless it says otherwise. */
export const retryRequestSchema = askRequestSchema
  .omit({ conversation: true, after: true, fresh: true })
  .partial()
  .meta({ id: "RetryRequest", description: "What shall be different when the same is asked again." });

/** What is known as soon as a run is recorded. */
export const askedRunSchema = z
  .object({ run: z.string(), conversation: z.string() })
  .meta({ id: "AskedRun", description: "Where the answer will come from." });

/** What a person sends to a run that is under way. */
export const signalSchema = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("run-cancel"), reason: z.string().max(500).default("cancelled by a person") }),
    z.strictObject({
      type: z.literal("approval-answer"),
      approval: z.string().max(300),
      allow: z.boolean(),
      scope: z
        .enum(standingScopes)
        .optional()
        .describe(
          "Also answers later calls of the same tool and effect: until the run ends, in the conversation, always.",
        ),
      match: z
        .enum(standingMatches)
        .optional()
        .describe("What has to be the same in later calls, of what `stands` of the ask offers. Default: its first."),
      reason: z.string().max(2000).optional().describe("Why not; the agent reads it."),
      input: z.json().optional().describe("Other arguments that are allowed instead."),
    }),
    z.strictObject({ type: z.literal("question-answer"), question: z.string().max(300), text: z.string().max(20_000) }),
    z.strictObject({ type: z.literal("plan-approve"), allow: z.boolean() }),
  ])
  .meta({ id: "Signal", description: "An answer, an approval or a stop." });
/** What a person sends to a run that is under way. */
export type Signal = z.infer<typeof signalSchema>;
