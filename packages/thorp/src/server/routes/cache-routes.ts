/** The caches of the server: look, and let go. */
import { z } from "zod";
import type { Clock } from "../../base/clock.ts";
import { definedOf } from "../../base/defined-of.ts";
import { ThorpError } from "../../base/errors.ts";
import { lookAtCacheFile } from "../../engine/cache-file.ts";
import { cachesSchema, clearedSchema } from "../../wire/caches.ts";
import { defineRoute, type Route } from "../route.ts";

const name = z.string().min(1).max(300).optional();

/** For admins: entries are of everybody's requests. */
export function cacheRoutes({ clock }: { readonly clock: Clock }): readonly Route[] {
  return [
    defineRoute({
      id: "caches.list",
      method: "get",
      path: "/api/caches",
      tag: "caches",
      summary: "What the caches hold and did, in memory and on disk.",
      access: "admin",
      owned: "none",
      reply: { kind: "json", schema: cachesSchema },
      async handle({ parts: { thorp } }) {
        const { folder } = thorp.operations;
        const disk = folder === undefined ? undefined : await lookAtCacheFile(folder, clock);
        return definedOf({ memory: await thorp.listCaches(), disk });
      },
    }),
    defineRoute({
      id: "caches.clear",
      method: "delete",
      path: "/api/caches",
      tag: "caches",
      summary: "Let go of what belongs to a model, a tool or a team, else of everything.",
      access: "admin",
      owned: "none",
      query: z.strictObject({
        model: name.describe("Id or alias."),
        tool: name.describe("Answers that it brought; not together with a model."),
        team: name,
      }),
      reply: { kind: "json", schema: clearedSchema },
      audit: ({ query }) => ({ what: "caches-clear", detail: Object.values(query).join(" ") }),
      async handle({ parts: { thorp }, query: { model, tool, team } }) {
        if (model !== undefined && tool !== undefined)
          throw new ThorpError("input-invalid", "An entry is of a model or of a tool: name one of them.");
        const all = model === undefined ? [] : await thorp.listModels();
        const id = all.find((known) => known.id === model || known.aliases.includes(model ?? ""))?.id ?? model;
        const kind = tool === undefined ? undefined : ("tool" as const);
        return { cleared: await thorp.clearCaches(definedOf({ kind, model: tool ?? id, team })) };
      },
    }),
  ];
}
