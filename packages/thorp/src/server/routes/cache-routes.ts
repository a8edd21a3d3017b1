/** The caches of the server: look, and let go. */
import { z } from "zod";
import type { Clock } from "../../base/clock.ts";
import { definedOf } from "../../base/defined-of.ts";
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
      summary: "Let go of what belongs to a model or a team, else of everything.",
      access: "admin",
      owned: "none",
      query: z.strictObject({ model: name.describe("Id or alias."), team: name }),
      reply: { kind: "json", schema: clearedSchema },
      audit: ({ query }) => ({ what: "caches-clear", detail: Object.values(query).join(" ") }),
      async handle({ parts: { thorp }, query: { model, team } }) {
        const all = model === undefined ? [] : await thorp.listModels();
        const id = all.find((known) => known.id === model || known.aliases.includes(model ?? ""))?.id ?? model;
        return { cleared: await thorp.clearCaches(definedOf({ model: id, team })) };
      },
    }),
  ];
}
