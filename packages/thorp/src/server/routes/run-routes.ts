/** Runs: ask, ask again, list, look, answer, stop, take back, delete. */

import { z } from "zod";
import { definedOf } from "../../base/defined-of.ts";
import { ThorpError } from "../../base/errors.ts";
import { messageToWire, modelCallToWire, runToWire } from "../../engine/rows-to-wire.ts";
import type { AskedRun, RunDetail } from "../../engine/thorp.ts";
import { eventToWire } from "../../events/to-wire.ts";
import { askedRunSchema, askRequestSchema, retryRequestSchema, signalSchema } from "../../wire/ask.ts";
import { runDetailSchema, runStates, runSummarySchema, undoneSchema } from "../../wire/rows.ts";
import { runUpdateSchema } from "../../wire/run-update.ts";
import { askFromWire, partFromWire } from "../ask-from-wire.ts";
import { runStream, type StreamEnds, wantsEvents } from "../event-stream.ts";
import { onceOf } from "../once.ts";
import { nextCursor, page, pageQuery } from "../pages.ts";
import { answered, defineRoute, type Reply, type Route, type RouteCall, type ServerParts } from "../route.ts";
import { signalFromWire } from "../signal-from-wire.ts";
import { runId, runParams } from "./run-params.ts";

/** What is begun answers with its ids, or at once with its stream. */
const begun: Reply = {
  kind: "json",
  schema: askedRunSchema,
  status: 202,
  orEvents: z.union([askedRunSchema, runUpdateSchema]),
};

const beginRoutes = (streams: StreamEnds) => [
  defineRoute({
    id: "runs.ask",
    method: "post",
    path: "/api/runs",
    tag: "runs",
    summary:
      "Ask a team. The answer comes over the run's stream, at once where `text/event-stream` is accepted first. `Idempotency-Key` makes it safe to send again.",
    access: "member",
    owned: "caller",
    body: askRequestSchema,
    reply: begun,
    async handle(call) {
      demandOpen(call.parts);
      const asked = await call.parts.thorp.ask({ ...askFromWire(call.body, call.caller), ...onceOf(call) });
      return shown(asked, call, streams);
    },
  }),
  defineRoute({
    id: "runs.retry",
    method: "post",
    path: "/api/runs/{run}/retry",
    tag: "runs",
    summary: "Ask the same again, or something else in its place, as a branch beside it. Nothing comes from a cache.",
    access: "member",
    owned: "run",
    params: runParams,
    body: retryRequestSchema,
    reply: begun,
    async handle(call) {
      demandOpen(call.parts);
      const changes = { ...partFromWire(call.body, call.caller), ...onceOf(call) };
      return shown(await call.parts.thorp.retry(call.params.run, changes), call, streams);
    },
  }),
];

const readRoutes = [
  defineRoute({
    id: "runs.list",
    method: "get",
    path: "/api/runs",
    tag: "runs",
    summary: "Runs, the newest first; all conditions must hold.",
    access: "viewer",
    owned: "caller",
    query: z.strictObject({
      ...pageQuery({ usual: 50, most: 500 }),
      cursor: runId.optional().describe("The `next` of the page before."),
      conversation: z.string().max(100).optional(),
      unfinished: z.stringbool().optional(),
      state: z.enum(runStates).optional(),
      team: z.string().max(200).optional(),
      q: z.string().min(1).max(500).optional().describe("Letters that the request holds."),
    }),
    reply: { kind: "json", schema: z.object({ runs: z.array(runSummarySchema), ...nextCursor }) },
    async handle({ parts, query: { limit, cursor, q, ...filter }, url }) {
      // One more than the page holds tells whether there is another.
      const wanted = definedOf({ ...filter, text: q, before: cursor, limit: limit + 1 });
      const rows = await parts.thorp.listRuns(wanted);
      const shown = rows.slice(0, limit);
      const next = rows.length > limit ? shown.at(-1)?.id : undefined;
      return page({ runs: shown.map(runToWire) }, { next, url });
    },
  }),
  defineRoute({
    id: "runs.show",
    method: "get",
    path: "/api/runs/{run}",
    tag: "runs",
    summary: "A run with its plan, tasks, calls and messages.",
    access: "viewer",
    owned: "run",
    params: runParams,
    reply: { kind: "json", schema: runDetailSchema },
    handle: async ({ parts, params }) => detailToWire(await parts.thorp.showRun(params.run)),
  }),
];

const changeRoutes = [
  defineRoute({
    id: "runs.signal",
    method: "post",
    path: "/api/runs/{run}/signals",
    tag: "runs",
    summary: "Answer a question or an approval, accept a plan, or stop the run.",
    access: "member",
    owned: "run",
    params: runParams,
    body: signalSchema,
    reply: { kind: "nothing" },
    async handle({ parts: { thorp }, params: { run }, body }) {
      await thorp.signal(run, await signalFromWire(thorp, run, body));
    },
  }),
  defineRoute({
    id: "runs.cancel",
    method: "post",
    path: "/api/runs/{run}/cancel",
    tag: "runs",
    summary: "Stop a run; what was done stays.",
    access: "member",
    owned: "run",
    params: runParams,
    reply: { kind: "nothing" },
    handle: ({ parts, params }) => parts.thorp.cancel(params.run, "cancelled by a person"),
  }),
  defineRoute({
    id: "runs.resume",
    method: "post",
    path: "/api/runs/{run}/resume",
    tag: "runs",
    summary: "Take an unfinished run up again.",
    access: "member",
    owned: "run",
    params: runParams,
    reply: { kind: "nothing" },
    handle: ({ parts, params }) => parts.thorp.resume(params.run),
  }),
  defineRoute({
    id: "runs.undo",
    method: "post",
    path: "/api/runs/{run}/undo",
    tag: "runs",
    summary: "Take back the file changes of a run; with `forget` the whole exchange, when no other follows it.",
    access: "member",
    owned: "run",
    params: runParams,
    body: z.strictObject({ forget: z.boolean().default(false) }),
    reply: { kind: "json", schema: undoneSchema },
    handle: ({ parts, params, body }) => parts.thorp.undo(params.run, { forget: body.forget }),
  }),
  defineRoute({
    id: "runs.delete",
    method: "delete",
    path: "/api/runs/{run}",
    tag: "runs",
    summary: "Delete a run for good; what it spent stays counted.",
    access: "member",
    owned: "run",
    params: runParams,
    reply: { kind: "nothing" },
    handle: ({ parts, params }) => parts.thorp.deleteRun(params.run),
  }),
];

/** Everything that begins, shows and changes runs; one that is not there is `run-unknown`. */
export function runRoutes(streams: StreamEnds): readonly Route[] {
  return [...beginRoutes(streams), ...readRoutes, ...changeRoutes];
}

type Begun = Pick<RouteCall<unknown, unknown, unknown>, "parts" | "headers" | "signal">;

/** A second request for the stream would wait behind everybody else's once more. */
function shown(asked: AskedRun, { parts, headers, signal }: Begun, streams: StreamEnds): unknown {
  if (!wantsEvents(headers)) return asked;
  const stream = runStream(parts.thorp, asked.run, { ...streams, signal, asked });
  return answered(stream, { location: `/api/runs/${asked.run}` });
}

function demandOpen({ isDraining }: ServerParts): void {
  if (isDraining()) throw new ThorpError("draining", "The server is winding down and begins nothing new.");
}

function detailToWire({ run, modelCalls, messages, open, ...rest }: RunDetail) {
  return {
    run: runToWire(run),
    ...rest,
    modelCalls: modelCalls.map(modelCallToWire),
    messages: messages.map(messageToWire),
    open: open.map(eventToWire),
  };
}
