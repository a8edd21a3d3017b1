/** `/v1/models`: each team is a model, and `auto` the default one. */
import { z } from "zod";
import { ThorpError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import { defineRoute, type Route, type ServerParts } from "../route.ts";
import { modelObjectSchema } from "./chat-shapes.ts";
import { DEFAULT_MODELS } from "./parameters.ts";

/** The list, and each of its entries. */
export const openAiModelRoutes: readonly Route[] = [
  defineRoute({
    id: "v1.models.list",
    method: "get",
    path: "/v1/models",
    tag: "openai",
    summary: "The teams, in the shape of models.",
    access: "viewer",
    owned: "none",
    reply: { kind: "json", schema: z.object({ object: z.literal("list"), data: z.array(modelObjectSchema) }) },
    errors: "openai",
    handle: async ({ parts }) => ({ object: "list", data: (await names(parts)).map(modelObject) }),
  }),
  defineRoute({
    id: "v1.models.show",
    method: "get",
    path: "/v1/models/{model}",
    tag: "openai",
    summary: "One team, in the shape of a model.",
    access: "viewer",
    owned: "none",
    params: z.object({ model: z.string().max(300) }),
    reply: { kind: "json", schema: modelObjectSchema },
    errors: "openai",
    async handle({ parts, params }) {
      const known = await names(parts);
      if (known.includes(params.model)) return modelObject(params.model);
      const close = nearest(params.model, known);
      throw new ThorpError(
        "team-unknown",
        `There is no model ${params.model}.${close === undefined ? "" : ` Did you mean ${close}?`} There are: ${known.join(", ")}.`,
      );
    },
  }),
];

async function names({ thorp }: ServerParts): Promise<readonly string[]> {
  const [auto = "auto"] = DEFAULT_MODELS;
  const teams = await thorp.listTeams();
  return [auto, ...teams.filter((team) => team.agents.length > 0).map((team) => team.name)];
}

function modelObject(id: string) {
  return { id, object: "model" as const, created: 0, owned_by: "thorp" };
}
