/** What a run left: its events, now and as they come, what its model calls saw, what a replay finds, its files. */
import { z } from "zod";
import type { EventBody, RunEvent } from "../../events/event.ts";
import { eventToWire } from "../../events/to-wire.ts";
import { artifactSchema, differenceSchema, seenCallSchema } from "../../wire/run-record.ts";
import { runUpdateSchema, wireEventSchema } from "../../wire/run-update.ts";
import { runStream, type StreamEnds } from "../event-stream.ts";
import { fileResponse } from "../file-response.ts";
import { defineRoute, type Route } from "../route.ts";
import { demandRun, runParams } from "./run-params.ts";

const count = z.coerce.number().int().min(0);

/** Only what the run's own journal names is ever given. */
export function runRecordRoutes(streams: StreamEnds): readonly Route[] {
  return [eventsRoute, followRoute(streams), seenRoute, replayRoute, ...artifactRoutes];
}

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

function followRoute(streams: StreamEnds): Route {
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
      return runStream(parts.thorp, params.run, { ...streams, signal, after });
    },
  });
}

const seenRoute = defineRoute({
  id: "runs.call",
  method: "get",
  path: "/api/runs/{run}/call",
  tag: "runs",
  summary: "What one model call saw: its messages and tools, rebuilt from the journal.",
  access: "viewer",
  owned: "run",
  params: runParams,
  query: z.strictObject({
    path: z.string().max(1000).default("").describe("The task; empty for the run itself."),
    step: z.string().min(1).max(300),
  }),
  reply: { kind: "json", schema: seenCallSchema },
  handle: ({ parts, params, query }) => parts.thorp.seenCall(params.run, query),
});

const replayRoute = defineRoute({
  id: "runs.replay",
  method: "post",
  path: "/api/runs/{run}/replay",
  tag: "runs",
  summary: "Feed the recorded inputs to today's code, or to another team, and say what it decides differently.",
  access: "member",
  owned: "run",
  params: runParams,
  body: z.strictObject({ team: z.string().min(1).max(200).optional() }),
  reply: { kind: "json", schema: z.object({ differences: z.array(differenceSchema) }) },
  async handle({ parts, params, body: { team } }) {
    const found = await parts.thorp.replay(params.run, team === undefined ? {} : { team });
    return {
      differences: found.map((difference) =>
        difference.kind === "decision"
          ? {
              ...difference,
              ...(difference.recorded === undefined ? {} : { recorded: decisionToWire(difference.recorded) }),
              ...(difference.decided === undefined ? {} : { decided: decisionToWire(difference.decided as never) }),
            }
          : difference,
      ),
    };
  },
});

const artifactRoutes = [
  defineRoute({
    id: "artifacts.list",
    method: "get",
    path: "/api/runs/{run}/artifacts",
    tag: "runs",
    summary: "What a run was given and what it made.",
    access: "viewer",
    owned: "run",
    params: runParams,
    reply: { kind: "json", schema: z.object({ artifacts: z.array(artifactSchema) }) },
    async handle({ parts, params }) {
      const artifacts = await parts.thorp.artifacts(params.run);
      return { artifacts: artifacts.map(({ blob: _, ...shown }) => shown) };
    },
  }),
  defineRoute({
    id: "artifacts.read",
    method: "get",
    path: "/api/runs/{run}/artifacts/{artifact}",
    tag: "runs",
    summary: "The bytes of an attachment or artifact; nothing in them is let loose in a browser.",
    access: "viewer",
    owned: "run",
    params: runParams.extend({ artifact: z.string().min(1).max(300) }),
    reply: { kind: "bytes" },
    async handle({ parts, params: { run, artifact: id }, headers }) {
      const { artifact, bytes } = await parts.thorp.readArtifact(run, id);
      return fileResponse(bytes, { name: artifact.title, mediaType: artifact.mediaType, headers });
    },
  }),
];

/** Without digests and hashes, and without a place in the journal, which a decision does not have yet. */
function decisionToWire(body: EventBody): object {
  const {
    kind: _kind,
    run: _run,
    seq: _seq,
    at: _at,
    ...shown
  } = eventToWire({
    ...body,
    run: "",
    seq: 0,
    at: 0,
  } as RunEvent);
  return shown;
}
