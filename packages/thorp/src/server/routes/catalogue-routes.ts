/** What there is to work with: teams, models, tools. */
import { z } from "zod";
import { modelSummarySchema, teamSummarySchema, toolSummarySchema } from "../../wire/rows.ts";
import { defineRoute, type Route } from "../route.ts";

/** Lists that only read. */
export const catalogueRoutes: readonly Route[] = [
  defineRoute({
    id: "teams.list",
    method: "get",
    path: "/api/teams",
    tag: "teams",
    summary: "All teams with their agents; a broken one says what is wrong.",
    access: "viewer",
    owned: "none",
    reply: { kind: "json", schema: z.object({ teams: z.array(teamSummarySchema) }) },
    handle: async ({ parts }) => ({ teams: await parts.thorp.listTeams() }),
  }),
  defineRoute({
    id: "models.list",
    method: "get",
    path: "/api/models",
    tag: "models",
    summary: "All models, and why one cannot be called now; `check` asks every server first.",
    access: "viewer",
    owned: "none",
    query: z.strictObject({ check: z.stringbool().default(false) }),
    reply: { kind: "json", schema: z.object({ models: z.array(modelSummarySchema) }) },
    handle: async ({ parts, query }) => ({ models: await parts.thorp.listModels({ check: query.check }) }),
  }),
  defineRoute({
    id: "tools.list",
    method: "get",
    path: "/api/tools",
    tag: "tools",
    summary: "All tools, and the teams that have them.",
    access: "viewer",
    owned: "none",
    reply: { kind: "json", schema: z.object({ tools: z.array(toolSummarySchema) }) },
    handle: async ({ parts }) => ({ tools: await parts.thorp.listTools() }),
  }),
];
