/** Models one by one: look, test, add, fetch, load, unload; and the servers that have them. */

import { z } from "zod";
import type { Clock } from "../../base/clock.ts";
import { definedOf } from "../../base/defined-of.ts";
import { failureFrom, ThorpError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import type { PullUpdate } from "../../engine/model-admin/model-admin.ts";
import type { ModelDesk } from "../../engine/model-desk/model-desk.ts";
import {
  modelDetailSchema,
  modelServerSchema,
  newModelSchema,
  pullUpdateSchema,
  serverOutcomeSchema,
  testedModelSchema,
} from "../../wire/catalogue.ts";
import { serverLoads } from "../operations/server-loads.ts";
import { defineRoute, type Route } from "../route.ts";
import { valueStream } from "../value-stream.ts";
import { openDesk } from "./open-desk.ts";

/** Time, and what ends streams. */
export interface ModelRouteOptions {
  readonly clock: Clock;
  readonly closing: AbortSignal;
}

const params = z.object({ model: z.string().min(1).max(300).describe("Id or alias; a slash is written as %2F.") });
const server = z.string().max(500).optional().describe("One server of several, by its address.");
const outcomes = z.object({ servers: z.array(serverOutcomeSchema) });
/** What a test may cost and hold unless somebody says otherwise: cents, and a prompt that any model takes. */
const TEST = { maxCost: 50_000, maxTokens: 4000 };

/** A model that nobody knows is `model-unknown`; what a server cannot do is `model-refused`. */
export function modelRoutes(options: ModelRouteOptions): readonly Route[] {
  return [serversRoute, showRoute, addRoute, testRoute, pullRoute(options), loadRoute, unloadRoute];
}

const serversRoute = defineRoute({
  id: "servers.list",
  method: "get",
  path: "/api/model-servers",
  tag: "models",
  summary: "Local model servers and what they hold in memory.",
  access: "viewer",
  owned: "none",
  reply: { kind: "json", schema: z.object({ servers: z.array(modelServerSchema) }) },
  async handle({ parts: { thorp }, signal }) {
    const loads = new Map(serverLoads(thorp.operations.queues()).map((load) => [load.server, load.running]));
    const servers = await thorp.modelAdmin.loaded({ signal });
    return { servers: servers.map((server) => ({ ...server, running: loads.get(server.server) ?? 0 })) };
  },
});

const showRoute = defineRoute({
  id: "models.show",
  method: "get",
  path: "/api/models/{model}",
  tag: "models",
  summary: "A model with its last test.",
  access: "viewer",
  owned: "none",
  params,
  reply: { kind: "json", schema: modelDetailSchema },
  async handle({ parts, params: { model } }) {
    const all = await parts.thorp.listModels();
    const found = all.find(({ id, aliases }) => id === model || aliases.includes(model));
    if (found === undefined) {
      const close = nearest(
        model,
        all.map(({ id }) => id),
      );
      const words = close === undefined ? "" : ` Did you mean ${close}?`;
      throw new ThorpError("model-unknown", `There is no model ${model}.${words}`);
    }
    if (parts.openModelDesk === undefined) return found;
    await using desk = await parts.openModelDesk();
    const test = await desk.lastTest(found.id).catch(() => undefined);
    return { ...found, ...(test === undefined ? {} : { test: { at: test.at, ok: test.ok, checks: test.checks } }) };
  },
});

const addRoute = defineRoute({
  id: "models.add",
  method: "post",
  path: "/api/models",
  tag: "models",
  summary: "Write a model into the person's models.yaml. It counts from the next start.",
  access: "admin",
  owned: "none",
  body: newModelSchema,
  reply: { kind: "json", schema: z.object({ id: z.string(), file: z.string(), isPriced: z.boolean() }), status: 201 },
  audit: (_call, given) => ({ what: "model-add", on: (given as { readonly id: string }).id }),
  async handle({ parts, body: { alias, maxOutput, requiresTest, ...fields } }) {
    await using desk = await openDesk(parts);
    const wanted = definedOf({ ...fields, max_output: maxOutput, requires_test: requiresTest });
    const { file, entry } = await desk.add(wanted as Parameters<ModelDesk["add"]>[0], alias);
    return { id: entry.id, file, isPriced: entry.price !== undefined };
  },
});

const testRoute = defineRoute({
  id: "models.test",
  method: "post",
  path: "/api/models/{model}/test",
  tag: "models",
  summary: "Ask the real server what the model can do, and keep the result. It takes a while.",
  access: "admin",
  owned: "none",
  params,
  body: z.strictObject({
    maxCost: z.number().min(0).max(100).optional().describe("The most that it may cost, in US dollars."),
    maxTokens: z.number().int().min(100).max(1_000_000).optional().describe("Of the longest prompt."),
  }),
  reply: { kind: "json", schema: testedModelSchema },
  audit: ({ params: { model } }) => ({ what: "model-test", on: model }),
  async handle({ parts, params: { model }, body, signal }) {
    await using desk = await openDesk(parts);
    const maxCost = body.maxCost === undefined ? TEST.maxCost : Math.round(body.maxCost * 1e6);
    const { id, ok, cost, checks } = await desk.test(model, {
      maxCost,
      maxTokens: body.maxTokens ?? TEST.maxTokens,
      signal,
    });
    return { id, ok, cost: cost / 1e6, checks };
  },
});

function pullRoute({ clock, closing }: ModelRouteOptions): Route {
  return defineRoute({
    id: "models.pull",
    method: "post",
    path: "/api/models/{model}/pull",
    tag: "models",
    summary: "Fetch a model to its server; progress as server-sent events `pull`. Who leaves stops the fetch.",
    access: "admin",
    owned: "none",
    params,
    body: z.strictObject({ server }),
    reply: { kind: "events", schema: pullUpdateSchema },
    audit: ({ params: { model } }) => ({ what: "model-pull", on: model }),
    async handle({ parts, params: { model }, body, signal }) {
      const either = AbortSignal.any([signal, closing]);
      const updates = parts.thorp.modelAdmin.pull(model, { ...definedOf(body), signal: either });
      const iterator = updates[Symbol.asyncIterator]();
      // A model that is not there is an answer of its own, not an event.
      const first = await iterator.next();
      return valueStream(told(first, iterator, model), { event: "pull", clock });
    },
  });
}

/** A stream has no status any more when something breaks: the last event says so. */
async function* told(first: IteratorResult<PullUpdate>, rest: AsyncIterator<PullUpdate>, model: string) {
  try {
    for (let next = first; !next.done; next = await rest.next()) yield next.value;
  } catch (error) {
    yield { server: "", model, status: "failed", error: failureFrom(error) };
  } finally {
    await rest.return?.();
  }
}

const loadRoute = defineRoute({
  id: "models.load",
  method: "post",
  path: "/api/models/{model}/load",
  tag: "models",
  summary: "Take a model into the memory of its servers.",
  access: "admin",
  owned: "none",
  params,
  body: z.strictObject({ server, keepAlive: z.union([z.string().max(20), z.number()]).optional() }),
  reply: { kind: "json", schema: outcomes },
  audit: ({ params: { model } }) => ({ what: "model-load", on: model }),
  handle: async ({ parts, params, body, signal }) => ({
    servers: await parts.thorp.modelAdmin.load(params.model, { ...definedOf(body), signal }),
  }),
});

const unloadRoute = defineRoute({
  id: "models.unload",
  method: "post",
  path: "/api/models/{model}/unload",
  tag: "models",
  summary: "Free the memory that a model takes at its servers.",
  access: "admin",
  owned: "none",
  params,
  body: z.strictObject({ server }),
  reply: { kind: "json", schema: outcomes },
  audit: ({ params: { model } }) => ({ what: "model-unload", on: model }),
  handle: async ({ parts, params, body, signal }) => ({
    servers: await parts.thorp.modelAdmin.unload(params.model, { ...definedOf(body), signal }),
  }),
});
