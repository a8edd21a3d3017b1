/** Every route of the server, in the order of its documentation. */

import { z } from "zod";
import type { Clock } from "../base/clock.ts";
import { a2aRoutes } from "./a2a/a2a-routes.ts";
import { docsPage } from "./docs-page.ts";
import { mcpRoute } from "./mcp/mcp-route.ts";
import { chatCompletionsRoute } from "./openai/chat-completions.ts";
import { embeddingsRoute } from "./openai/embeddings.ts";
import { openAiModelRoutes } from "./openai/model-routes.ts";
import { responseRoutes } from "./openai/responses.ts";
import { openApiDocument } from "./openapi.ts";
import { defineRoute, type Route } from "./route.ts";
import { approvalRuleRoutes } from "./routes/approval-rule-routes.ts";
import { auditRoute } from "./routes/audit-route.ts";
import { backupRoutes } from "./routes/backup-routes.ts";
import { budgetRoutes } from "./routes/budget-routes.ts";
import { cacheRoutes } from "./routes/cache-routes.ts";
import { catalogueRoutes } from "./routes/catalogue-routes.ts";
import { complianceRoutes } from "./routes/compliance-routes.ts";
import { conversationRoutes } from "./routes/conversation-routes.ts";
import { credentialRoutes } from "./routes/credential-routes.ts";
import { feedbackRoutes } from "./routes/feedback-routes.ts";
import { healthRoutes, metricsRoute, readyRoute } from "./routes/health-routes.ts";
import { inboxRoutes } from "./routes/inbox-routes.ts";
import { keyRoutes } from "./routes/key-routes.ts";
import { loginSessionRoutes } from "./routes/login-session-routes.ts";
import { modelDeskRoutes } from "./routes/model-desk-routes.ts";
import { modelRoutes } from "./routes/model-routes.ts";
import { planRoutes } from "./routes/plan-routes.ts";
import { preferenceRoutes } from "./routes/preference-routes.ts";
import { runRecordRoutes } from "./routes/run-record-routes.ts";
import { runRoutes } from "./routes/run-routes.ts";
import { sandboxRoutes } from "./routes/sandbox-routes.ts";
import { sessionRoutes } from "./routes/session-routes.ts";
import { settingsRoutes } from "./routes/settings-routes.ts";
import { usageRoutes } from "./routes/usage-routes.ts";
import { userRoutes } from "./routes/user-routes.ts";
import { createStreamPace } from "./stream-pace.ts";

/** What single routes need beside the engine. */
export interface RouteListOptions {
  readonly clock: Clock;
  readonly closing: AbortSignal;
  readonly version: string;
  /** Where the server's paths begin; default: at the root. */
  readonly basePath?: string;
}

/** No path and method twice. */
export function routeList({ clock, closing, version, basePath = "" }: RouteListOptions): readonly Route[] {
  const streams = { clock, closing, pace: createStreamPace() };
  const routes: Route[] = [
    ...runRoutes(streams),
    ...runRecordRoutes(streams),
    ...planRoutes,
    ...conversationRoutes,
    ...feedbackRoutes,
    ...inboxRoutes({ clock, closing }),
    ...approvalRuleRoutes,
    ...usageRoutes({ clock, closing }),
    ...catalogueRoutes,
    ...sandboxRoutes({ clock, closing }),
    ...cacheRoutes({ clock }),
    ...complianceRoutes,
    ...sessionRoutes({ clock }),
    ...loginSessionRoutes,
    ...userRoutes,
    ...keyRoutes,
    ...budgetRoutes,
    ...preferenceRoutes,
    ...credentialRoutes,
    auditRoute,
    ...modelRoutes({ clock, closing }),
    ...modelDeskRoutes,
    ...settingsRoutes,
    chatCompletionsRoute({ clock }),
    ...responseRoutes({ clock }),
    embeddingsRoute,
    ...openAiModelRoutes,
    mcpRoute({ closing, basePath }),
    ...a2aRoutes({ clock, basePath }),
    ...backupRoutes({ clock }),
    ...healthRoutes,
    readyRoute,
    metricsRoute,
  ];
  let document: ReturnType<typeof openApiDocument> | undefined;
  routes.push(
    defineRoute({
      id: "openapi.show",
      method: "get",
      path: "/api/openapi.json",
      tag: "documents",
      summary: "This description.",
      access: "public",
      owned: "none",
      reply: { kind: "json", schema: z.record(z.string(), z.unknown()) },
      // Made once, at the first question: most servers are never asked.
      handle: async () => (document ??= openApiDocument(routes, version)),
    }),
    defineRoute({
      id: "openapi.page",
      method: "get",
      path: "/api/docs",
      tag: "documents",
      summary: "This description for people.",
      access: "public",
      owned: "none",
      reply: { kind: "text", mediaType: "text/html" },
      handle: async () => docsPage((document ??= openApiDocument(routes, version))),
    }),
  );
  return routes;
}
