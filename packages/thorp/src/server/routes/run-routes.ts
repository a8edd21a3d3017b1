/** Runs: ask, list, look, follow, answer, stop. */
import { z } from "zod";
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import { messageToWire, modelCallToWire, runToWire } from "../../engine/rows-to-wire.ts";
import type { RunDetail, Thorp } from "../../engine/thorp.ts";
import type { SignalEvent } from "../../events/event.ts";
import { eventToWire } from "../../events/to-wire.ts";
import { askedRunSchema, askRequestSchema, signalSchema } from "../../wire/ask.ts";
import { runDetailSchema, runSummarySchema } from "../../wire/rows.ts";
import { runUpdateSchema, wireEventSchema } from "../../wire/run-update.ts";
import { askFromWire } from "../ask-from-wire.ts";
import { eventStream } from "../event-stream.ts";
import { defineRoute, type Route } from "../route.ts";

const runParams = z.object({ run: z.string().regex(/^run_[0-9a-z]{1,40}$/, "must be the id of a run") });
const count = z.coerce.number().int().min(0);

/** Time, and what ends streams. */
export interface RunRouteOptions {
  readonly clock: Clock;
  /** Aborts when the server winds down: streams end, and clients come back to the next one. */
  readonly closing: AbortSignal;
}

/** Everything about runs; a path that names an unknown run is answered with 404. */
export function runRoutes({ clock, closing }: RunRouteOptions): readonly Route[] {
  return [
    askRoute,
    listRoute,
    showRoute,
    eventsRoute,
    followRoute({ clock, closing }),
    signalRoute,
    cancelRoute,
    resumeRoute,
  ];
}

const askRoute = defineRoute({
  id: "runs.ask",
  method: "post",
  path: "/api/runs",
  tag: "runs",
  summary: "Ask a team. The answer comes over the run's stream.",
  access: "member",
  owned: "caller",
  body: askRequestSchema,
  reply: { kind: "json", schema: askedRunSchema, status: 202 },
  async handle({ parts, caller, body }) {
    if (parts.isDraining()) throw new ThorpError("draining", "The server is winding down and begins nothing new.");
    return parts.thorp.ask(askFromWire(body, caller));
  },
});

const listRoute = defineRoute({
  id: "runs.list",
  method: "get",
  path: "/api/runs",
  tag: "runs",
  summary: "The newest runs.",
  access: "viewer",
  owned: "caller",
  query: z.strictObject({
    limit: count.min(1).max(500).default(50),
    conversation: z.string().max(100).optional(),
    unfinished: z.stringbool().optional(),
  }),
  reply: { kind: "json", schema: z.object({ runs: z.array(runSummarySchema) }) },
  async handle({ parts, query }) {
    return { runs: (await parts.thorp.listRuns(definedOf(query))).map(runToWire) };
  },
});

const showRoute = defineRoute({
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
});

const eventsRoute = defineRoute({
  id: "runs.events",
  method: "get",
  path: "/api/runs/{run}/events",
  tag: "runs",
  summary: "The committed events of a run, in order.",
  access: "viewer",
  owned: "run",
  params: runParams,
  query: z.strictObject({ after: count.default(0) }),
  reply: { kind: "json", schema: z.object({ events: z.array(wireEventSchema) }) },
  async handle({ parts, params, query }) {
    await demandRun(parts.thorp, params.run);
    return { events: (await parts.thorp.events(params.run, query.after)).map(eventToWire) };
  },
});

function followRoute({ clock, closing }: RunRouteOptions): Route {
  return defineRoute({
    id: "runs.follow",
    method: "get",
    path: "/api/runs/{run}/stream",
    tag: "runs",
    summary: "Events and live text of a run as server-sent events; `Last-Event-ID` or `after` continues.",
    access: "viewer",
    owned: "run",
    params: runParams,
    query: z.strictObject({ after: count.optional() }),
    reply: { kind: "events", schema: runUpdateSchema },
    async handle({ parts, params, query, headers, signal }) {
      await demandRun(parts.thorp, params.run);
      const last = headers.get("last-event-id");
      const after = last !== null && /^\d{1,15}$/.test(last) ? Number(last) : (query.after ?? 0);
      const either = AbortSignal.any([signal, closing]);
      return eventStream(parts.thorp.follow(params.run, { after, signal: either }), { clock, signal: either });
    },
  });
}

const signalRoute = defineRoute({
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
  async handle({ parts, params, body }) {
    const signal: SignalEvent = body.type === "approval-answer" ? { ...body, by: "person" } : body;
    await parts.thorp.signal(params.run, signal);
  },
});

const cancelRoute = defineRoute({
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
});

const resumeRoute = defineRoute({
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
});

/** Throws `run-unknown`. */
async function demandRun(thorp: Pick<Thorp, "findRun">, run: string): Promise<void> {
  if ((await thorp.findRun(run)) === undefined) throw new ThorpError("run-unknown", `There is no run ${run}.`);
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

type Defined<Value> = { [Key in keyof Value]: Exclude<Value[Key], undefined> };

/** Without the members that were left out: what is absent and what is undefined differ here. */
function definedOf<Value extends object>(value: Value): Defined<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<Value>;
}
