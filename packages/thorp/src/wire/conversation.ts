/** Conversations as lists and pages of exchanges. Money is in US dollars, times are milliseconds since 1970. */
import { z } from "zod";
import { feedbackSchema } from "./feedback.ts";
import { messageSummarySchema, runSummarySchema } from "./rows.ts";
import { citationSchema, creditSchema, failureSchema } from "./run-update.ts";

/** A conversation in a list. */
export const conversationSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    /** The team that was asked last. */
    team: z.string(),
    startedAt: z.number(),
    lastAt: z.number(),
    /** All of them, of all branches. */
    runs: z.number(),
    cost: z.number(),
    /** Runs that have not ended. */
    unfinished: z.number(),
  })
  .meta({ id: "Conversation", description: "Runs that build upon one another." });

/** A conversation with its branches. */
export const conversationDetailSchema = z
  .object({
    conversation: conversationSchema,
    /** Where it goes on when a request does not say otherwise; empty when all was taken back. */
    head: z.string(),
    /** In the order in which they were begun; `after` may name a run of another conversation: this one is a fork. */
    tree: z.array(z.object({ run: z.string(), after: z.string(), undone: z.boolean() })),
  })
  .meta({ id: "ConversationDetail", description: "A conversation and how its runs follow one another." });

/** One request and what came of it, as a chat shows it. */
export const exchangeSchema = z
  .object({
    run: runSummarySchema,
    messages: z.array(messageSummarySchema),
    /** The runs in this place, the oldest first; more than one are branches. */
    branches: z.array(z.string()),
    /** The model that wrote the answer. */
    model: z.string().optional(),
    tier: z.string().optional(),
    tokens: z.object({ input: z.number(), output: z.number() }),
    /** What each person says of it now. */
    feedback: z.array(feedbackSchema),
  })
  .meta({ id: "Exchange", description: "One request of a conversation and what came of it." });

/** A message that holds the words that were looked for. */
export const foundMessageSchema = z
  .object({
    message: messageSummarySchema,
    title: z.string(),
    /** Where the words stand in the text: from and to. */
    places: z.array(z.tuple([z.number(), z.number()])),
  })
  .meta({ id: "FoundMessage", description: "A message that holds the words that were looked for." });

/** A conversation to take along. */
export const conversationExportSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    team: z.string(),
    startedAt: z.number(),
    lastAt: z.number(),
    cost: z.number(),
    earlier: z.number(),
    exchanges: z.array(
      z.object({
        run: z.string(),
        after: z.string().optional(),
        team: z.string(),
        state: z.string(),
        startedAt: z.number(),
        endedAt: z.number().optional(),
        isUndone: z.boolean(),
        request: z.string(),
        attachments: z.array(z.string()),
        answer: z.string(),
        citations: z.array(citationSchema),
        /** Who is to be named beside the answer; absent where nobody is. */
        credits: z.array(creditSchema).optional(),
        files: z.array(z.object({ file: z.string(), isNew: z.boolean() })),
        failure: failureSchema.optional(),
        cost: z.number(),
        tokens: z.object({ input: z.number(), output: z.number() }),
        models: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: "ConversationExport", description: "All that was said, with sources, files and costs." });
