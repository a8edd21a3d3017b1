/** What there is to work with: teams, models, tools. */
import { z } from "zod";
import { ThorpError } from "../../base/errors.ts";
import { teamDetailSchema } from "../../wire/catalogue.ts";
import { modelSummarySchema, teamSummarySchema, toolProblemSchema, toolSummarySchema } from "../../wire/rows.ts";
import { serverOffersSchema } from "../../wire/server-offers.ts";
import { defineRoute, type Route } from "../route.ts";

const teamParams = z.object({
  team: z.string().regex(/^[a-zA-Z0-9][\w-]{0,99}$/, "must be the name of a team"),
});

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
    id: "teams.show",
    method: "get",
    path: "/api/teams/{team}",
    tag: "teams",
    summary: "A team with its agents: instructions, models, tools, and who hands work to whom.",
    access: "viewer",
    owned: "none",
    params: teamParams,
    reply: { kind: "json", schema: teamDetailSchema },
    handle: ({ parts, params }) => parts.thorp.showTeam(params.team),
  }),
  defineRoute({
    id: "teams.picture",
    method: "get",
    path: "/api/teams/{team}/picture",
    tag: "teams",
    summary: "A team as a picture (SVG): its agents, and who hands work to whom.",
    access: "viewer",
    owned: "none",
    params: teamParams,
    reply: { kind: "text", mediaType: "image/svg+xml" },
    handle: ({ parts, params }) => parts.thorp.teamPicture(params.team),
  }),
  defineRoute({
    id: "tools.show",
    method: "get",
    path: "/api/tools/{tool}",
    tag: "tools",
    summary: "A tool, and the teams that have it.",
    access: "viewer",
    owned: "none",
    params: z.object({ tool: z.string().min(1).max(200) }),
    reply: { kind: "json", schema: toolSummarySchema },
    async handle({ parts, params }) {
      const tools = await parts.thorp.listTools();
      const found = tools.find(({ name }) => name === params.tool);
      if (found !== undefined) return found;
      throw new ThorpError("tool-unknown", `There is no tool ${params.tool}.`);
    },
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
    summary:
      "All tools with their state, what they need and how their calls went, and what is wrong with their sources.",
    access: "viewer",
    owned: "none",
    reply: {
      kind: "json",
      schema: z.object({ tools: z.array(toolSummarySchema), problems: z.array(toolProblemSchema) }),
    },
    handle: async ({ parts }) => ({
      tools: await parts.thorp.listTools(),
      problems: await parts.thorp.toolProblems(),
    }),
  }),
  defineRoute({
    id: "tools.offers",
    method: "get",
    path: "/api/server-offers",
    tag: "tools",
    summary: "Prompts and resources of MCP servers that a request with `expand` may name.",
    access: "viewer",
    owned: "none",
    reply: { kind: "json", schema: serverOffersSchema },
    handle: ({ parts }) => parts.thorp.serverOffers(),
  }),
  defineRoute({
    id: "tools.trust",
    method: "post",
    path: "/api/tools/trust",
    tag: "tools",
    summary: "Agrees to tools as they are described now, by name, SOURCE/NAME or source.",
    access: "admin",
    owned: "none",
    body: z.strictObject({ tools: z.array(z.string().min(1).max(200)).min(1).max(500) }),
    reply: { kind: "json", schema: z.object({ trusted: z.array(z.string()) }) },
    handle: async ({ parts, body }) => ({ trusted: await parts.thorp.trustTools(body.tools) }),
    audit: ({ body }) => ({ what: "tools-trust", on: body.tools.join(", ") }),
  }),
];
