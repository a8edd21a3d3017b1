/** Conversations: list, search, look, page through, name, take along, delete. */
import { z } from "zod";
import { ThorpError } from "../../base/errors.ts";
import { collectConversation } from "../../engine/collect-conversation.ts";
import { exportConversation, exportFormats } from "../../engine/conversation-export/export-conversation.ts";
import { runsOf, summaryOf } from "../../engine/conversations.ts";
import { messageToWire, runToWire } from "../../engine/rows-to-wire.ts";
import { searchMessages } from "../../engine/search-messages.ts";
import { conversationPage, currentFeedback, exchangePage, showConversation } from "../../engine/show-conversation.ts";
import type { Thorp } from "../../engine/thorp.ts";
import {
  conversationDetailSchema,
  conversationExportSchema,
  conversationSchema,
  exchangeSchema,
  foundMessageSchema,
} from "../../wire/conversation.ts";
import { fileToSave } from "../file-response.ts";
import { nextCursor, page, pageQuery } from "../pages.ts";
import { defineRoute, type Route } from "../route.ts";
import { feedbackToWire } from "./feedback-routes.ts";
import { runId } from "./run-params.ts";

const params = z.object({ conversation: z.string().min(1).max(100) });
const MOST_FOUND = 200;
const exportTypes = { md: "text/markdown", html: "text/html" } as const;

/** Each rejects with `conversation-unknown` for one that is not there. */
export const conversationRoutes: readonly Route[] = [
  defineRoute({
    id: "conversations.list",
    method: "get",
    path: "/api/conversations",
    tag: "conversations",
    summary: "Conversations, those with the newest runs first.",
    access: "viewer",
    owned: "caller",
    query: z.strictObject(pageQuery({ usual: 50, most: 200 })),
    reply: { kind: "json", schema: z.object({ conversations: z.array(conversationSchema), ...nextCursor }) },
    async handle({ parts, query, url }) {
      const { items, next } = await conversationPage(parts.thorp, query);
      return page({ conversations: items.map(conversationToWire) }, { next, url });
    },
  }),
  defineRoute({
    id: "conversations.search",
    method: "get",
    path: "/api/conversations/search",
    tag: "conversations",
    summary: 'Messages that hold all the words, in any order; `"words in quotes"` stand together.',
    access: "viewer",
    owned: "caller",
    query: z.strictObject({
      q: z.string().min(1).max(500),
      limit: z.coerce.number().int().min(1).max(MOST_FOUND).default(50),
    }),
    reply: {
      kind: "json",
      schema: z.object({
        found: z.array(foundMessageSchema),
        isCut: z.boolean().describe("There are more, or not everything was looked at."),
      }),
    },
    async handle({ parts: { thorp }, query, signal }) {
      const { found, isCut } = await searchMessages(thorp, query.q, { limit: query.limit, signal });
      const titles = new Map<string, string>();
      for (const { conversation } of found.map(({ message }) => message))
        if (!titles.has(conversation))
          titles.set(conversation, summaryOf(conversation, await runsOf(thorp, conversation)).title);
      const shown = found.map(({ message, places }) => ({
        message: messageToWire(message),
        title: titles.get(message.conversation) ?? "",
        places,
      }));
      return { found: shown, isCut };
    },
  }),
  defineRoute({
    id: "conversations.show",
    method: "get",
    path: "/api/conversations/{conversation}",
    tag: "conversations",
    summary: "A conversation with its branches.",
    access: "viewer",
    owned: "conversation",
    params,
    reply: { kind: "json", schema: conversationDetailSchema },
    async handle({ parts, params: { conversation } }) {
      const shown = await showConversation(parts.thorp, conversation);
      return { ...shown, conversation: conversationToWire(shown.conversation) };
    },
  }),
  defineRoute({
    id: "conversations.exchanges",
    method: "get",
    path: "/api/conversations/{conversation}/exchanges",
    tag: "conversations",
    summary: "The exchanges of one branch, the oldest first; the first page holds the last ones.",
    access: "viewer",
    owned: "conversation",
    params,
    query: z.strictObject({
      ...pageQuery({ usual: 50, most: 500 }),
      through: runId.optional().describe("A run whose branch is shown; else the branch that goes on."),
    }),
    reply: { kind: "json", schema: z.object({ exchanges: z.array(exchangeSchema), ...nextCursor }) },
    async handle({ parts: { thorp }, params: { conversation }, query, url }) {
      const reads = { ...readsOf(thorp), runOf: thorp.findRun };
      const { items, next } = await exchangePage(reads, conversation, query);
      return page({ exchanges: items.map(exchangeToWire) }, { next, url });
    },
  }),
  defineRoute({
    id: "conversations.export",
    method: "get",
    path: "/api/conversations/{conversation}/export",
    tag: "conversations",
    summary: "All that was said, of all branches, with sources, files and costs: as JSON, Markdown or one HTML file.",
    access: "viewer",
    owned: "conversation",
    params,
    query: z.strictObject({ format: z.enum(exportFormats).default("json") }),
    reply: { kind: "json", schema: conversationExportSchema, also: Object.values(exportTypes) },
    async handle({ parts, params: { conversation }, query: { format } }) {
      const all = (await collectConversation(parts.thorp, conversation)) ?? unknown(conversation);
      if (format === "json") return all;
      return fileToSave(exportConversation(all, format), {
        name: `${all.title}.${format}`,
        mediaType: exportTypes[format],
      });
    },
  }),
  defineRoute({
    id: "conversations.rename",
    method: "patch",
    path: "/api/conversations/{conversation}",
    tag: "conversations",
    summary: "Name a conversation; an empty title gives it its first words back.",
    access: "member",
    owned: "conversation",
    params,
    body: z.strictObject({ title: z.string().max(1000) }),
    reply: { kind: "json", schema: conversationSchema },
    async handle({ parts: { thorp }, params: { conversation }, body }) {
      await thorp.renameConversation(conversation, body.title);
      return conversationToWire(summaryOf(conversation, await runsOf(thorp, conversation)));
    },
  }),
  defineRoute({
    id: "conversations.delete",
    method: "delete",
    path: "/api/conversations/{conversation}",
    tag: "conversations",
    summary: "Delete a conversation with all its runs; what was spent stays counted.",
    access: "member",
    owned: "conversation",
    params,
    reply: { kind: "nothing" },
    handle: ({ parts, params: { conversation } }) => parts.thorp.deleteConversation(conversation),
  }),
];

type Shown = Awaited<ReturnType<typeof exchangePage>>["items"][number];

function exchangeToWire({ run, messages, branches, calls, feedback }: Shown) {
  const answer = calls.findLast(({ path, ok }) => path === "" && ok);
  const sum = (of: "inputTokens" | "outputTokens") => calls.reduce((total, call) => total + call[of], 0);
  return {
    run: runToWire(run),
    messages: messages.map(messageToWire),
    branches,
    ...(answer === undefined ? {} : { model: answer.model, tier: answer.tier }),
    tokens: { input: sum("inputTokens"), output: sum("outputTokens") },
    feedback: currentFeedback(feedback).map(feedbackToWire),
  };
}

function conversationToWire({ cost, ...rest }: Awaited<ReturnType<typeof conversationPage>>["items"][number]) {
  return { ...rest, cost: cost / 1e6 };
}

function readsOf({ listRuns, messages, modelCalls, lineage, feedback }: Thorp) {
  return { listRuns, messages, modelCalls, lineage, feedback };
}

function unknown(conversation: string): never {
  throw new ThorpError("conversation-unknown", `There is no conversation ${conversation}.`);
}
