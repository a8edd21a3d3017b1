/** The catalogue as a whole: what is known of a model, a provider's list, a proxy's configuration. */
import { z } from "zod";
import { agentModels } from "../../engine/model-desk/agent-models.ts";
import { modelSheet } from "../../engine/model-desk/model-sheet.ts";
import { modelSheetSchema, proxyConfigSchema, syncReportSchema } from "../../wire/model-desk.ts";
import { defineRoute, type Route } from "../route.ts";
import { openDesk } from "./open-desk.ts";

const sheetRoute = defineRoute({
  id: "models.sheet",
  method: "get",
  path: "/api/models/{model}/sheet",
  tag: "models",
  summary: "Everything about a model: window, price, parameters, state, other names, which agents use it.",
  access: "viewer",
  owned: "none",
  params: z.object({ model: z.string().min(1).max(300).describe("Id or alias; a slash is written as %2F.") }),
  reply: { kind: "json", schema: modelSheetSchema },
  async handle({ parts, params: { model } }) {
    await using desk = await openDesk(parts);
    return await modelSheet(model, { desk, thorp: parts.thorp });
  },
});

const syncRoute = defineRoute({
  id: "models.sync",
  method: "post",
  path: "/api/model-lists/{provider}",
  tag: "models",
  summary: "Read a provider's list of models into a catalogue file of its own. It counts from the next start.",
  access: "admin",
  owned: "none",
  params: z.object({ provider: z.string().min(1).max(100) }),
  body: z.strictObject({
    dryRun: z.boolean().optional().describe("Say what would change and write nothing."),
    accept: z
      .boolean()
      .optional()
      .describe("Take over prices that moved far, and a list that lost most of its models."),
  }),
  reply: { kind: "json", schema: syncReportSchema },
  audit: ({ params: { provider }, body }) => (body.dryRun ? undefined : { what: "models-sync", on: provider }),
  async handle({ parts, params: { provider }, body: { dryRun = false, accept = false }, signal }) {
    await using desk = await openDesk(parts);
    return await desk.sync(provider, { dryRun, accept, signal });
  },
});

const exportRoute = defineRoute({
  id: "models.export",
  method: "get",
  path: "/api/model-export",
  tag: "models",
  summary: "The catalogue as the configuration of a LiteLLM proxy; keys stay names of variables.",
  access: "viewer",
  owned: "none",
  query: z.strictObject({ form: z.enum(["litellm"]).default("litellm") }),
  reply: { kind: "json", schema: proxyConfigSchema },
  async handle({ parts }) {
    await using desk = await openDesk(parts);
    const agents = await agentModels(parts.thorp, desk.catalogue.ownAliases);
    return desk.exportLiteLlm(agents.map(({ models }) => models.map(({ name }) => name)));
  },
});

/** Those that write are for admins. */
export const modelDeskRoutes: readonly Route[] = [sheetRoute, syncRoute, exportRoute];
