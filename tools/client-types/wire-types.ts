/** The types of `packages/client`, made from the shapes of `wire`; a test compares them with the file that is there. */
import { z } from "zod";
import {
  askedRunSchema,
  askRequestSchema,
  retryRequestSchema,
  signalSchema,
} from "../../packages/thorp/src/wire/ask.ts";
import {
  conversationDetailSchema,
  conversationExportSchema,
  conversationSchema,
  exchangeSchema,
  foundMessageSchema,
} from "../../packages/thorp/src/wire/conversation.ts";
import { feedbackRequestSchema, feedbackSchema } from "../../packages/thorp/src/wire/feedback.ts";
import { inboxItemSchema } from "../../packages/thorp/src/wire/inbox.ts";
import { planSchema } from "../../packages/thorp/src/wire/plan.ts";
import { planOperationSchema, planViewSchema } from "../../packages/thorp/src/wire/plan-view.ts";
import { preferencesSchema } from "../../packages/thorp/src/wire/preferences.ts";
import {
  messageSummarySchema,
  modelSummarySchema,
  runDetailSchema,
  runSummarySchema,
  teamSummarySchema,
  toolSummarySchema,
  undoneSchema,
} from "../../packages/thorp/src/wire/rows.ts";
import { artifactSchema, differenceSchema, seenCallSchema } from "../../packages/thorp/src/wire/run-record.ts";
import { wireEventSchema, wireFrameSchema } from "../../packages/thorp/src/wire/run-update.ts";
import { clientMessageSchema, serverMessageSchema } from "../../packages/thorp/src/wire/socket.ts";
import { usageSchema } from "../../packages/thorp/src/wire/usage.ts";
import { typesFromSchemas } from "./typescript-from-schema.ts";

export const CLIENT_TYPES = "packages/client/src/wire.generated.ts";

const shapes: Readonly<Record<string, { readonly schema: z.ZodType; readonly io: "input" | "output" }>> = {
  AskRequest: { schema: askRequestSchema, io: "input" },
  RetryRequest: { schema: retryRequestSchema, io: "input" },
  AskedRun: { schema: askedRunSchema, io: "output" },
  Signal: { schema: signalSchema, io: "input" },
  Plan: { schema: planSchema, io: "output" },
  RunEvent: { schema: wireEventSchema, io: "output" },
  Frame: { schema: wireFrameSchema, io: "output" },
  Run: { schema: runSummarySchema, io: "output" },
  RunDetail: { schema: runDetailSchema, io: "output" },
  Message: { schema: messageSummarySchema, io: "output" },
  Undone: { schema: undoneSchema, io: "output" },
  Artifact: { schema: artifactSchema, io: "output" },
  SeenCall: { schema: seenCallSchema, io: "output" },
  Difference: { schema: differenceSchema, io: "output" },
  PlanOperation: { schema: planOperationSchema, io: "input" },
  PlanView: { schema: planViewSchema, io: "output" },
  Conversation: { schema: conversationSchema, io: "output" },
  ConversationDetail: { schema: conversationDetailSchema, io: "output" },
  ConversationExport: { schema: conversationExportSchema, io: "output" },
  Exchange: { schema: exchangeSchema, io: "output" },
  FoundMessage: { schema: foundMessageSchema, io: "output" },
  InboxItem: { schema: inboxItemSchema, io: "output" },
  FeedbackRequest: { schema: feedbackRequestSchema, io: "input" },
  Feedback: { schema: feedbackSchema, io: "output" },
  Usage: { schema: usageSchema, io: "output" },
  Preferences: { schema: preferencesSchema, io: "output" },
  Team: { schema: teamSummarySchema, io: "output" },
  Model: { schema: modelSummarySchema, io: "output" },
  Tool: { schema: toolSummarySchema, io: "output" },
  ClientMessage: { schema: clientMessageSchema, io: "input" },
  ServerMessage: { schema: serverMessageSchema, io: "output" },
};

export function clientTypes(): string {
  const schemas = Object.entries(shapes).map(([name, { schema, io }]) => ({
    name,
    schema: z.toJSONSchema(schema, { io, unrepresentable: "any", reused: "inline" }) as Record<string, unknown>,
  }));
  return `/** What the server of Thorp takes and gives. Made by \`npm run docs\` from packages/thorp/src/wire; do not edit. */\n${typesFromSchemas(schemas)}`;
}
