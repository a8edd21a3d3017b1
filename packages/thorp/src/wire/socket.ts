/**
 * What goes over the WebSocket `/ws`: one JSON object in each message.
 *
 * A client subscribes under ids of its own and gets, for a run, the same updates as over server-sent events. A
 * subscription that was lost is made again with `after`, the last sequence number that was seen. Lists come whole each
 * time they change, so nothing of them has to be resumed.
 */
import { z } from "zod";
import { askRequestSchema, signalSchema } from "./ask.ts";
import { runSummarySchema } from "./rows.ts";
import { runUpdateSchema, wireEventSchema } from "./run-update.ts";

/** Chosen by the client; unique among what it has open. */
const id = z.string().min(1).max(64);
const run = z.string().regex(/^run_[0-9a-z]{1,40}$/, "must be the id of a run");

const topicSchema = z.discriminatedUnion("kind", [
  /** Events after `after`, and live text, to the end of the run. */
  z.strictObject({ kind: z.literal("run"), run, after: z.number().int().min(0).optional() }),
  /** The newest runs of one conversation. */
  z.strictObject({ kind: z.literal("conversation"), conversation: z.string().max(100) }),
  /** The newest runs. */
  z.strictObject({ kind: z.literal("runs") }),
  /** Questions and approvals that wait for a person. */
  z.strictObject({ kind: z.literal("inbox") }),
]);
/** What can be subscribed to. */
export type SocketTopic = z.infer<typeof topicSchema>;

export const clientMessageSchema = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("subscribe"), id, to: topicSchema }),
    z.strictObject({ type: z.literal("unsubscribe"), id }),
    z.strictObject({ type: z.literal("ask"), id, request: askRequestSchema }),
    z.strictObject({ type: z.literal("signal"), id, run, signal: signalSchema }),
  ])
  .meta({ id: "ClientMessage", description: "What a client sends over the WebSocket." });
/** One message of a client. */
export type ClientMessage = z.infer<typeof clientMessageSchema>;

const problem = z.object({ status: z.number(), code: z.string(), detail: z.string(), hint: z.string().optional() });

export const serverMessageSchema = z
  .discriminatedUnion("type", [
    /** The first one. Whoever hears nothing for twice `heartbeatMs`, no ping either, has lost the server. */
    z.object({ type: z.literal("welcome"), version: z.string(), heartbeatMs: z.number(), maxBytes: z.number() }),
    z.object({ type: z.literal("updates"), id, updates: z.array(runUpdateSchema) }),
    z.object({ type: z.literal("runs"), id, runs: z.array(runSummarySchema) }),
    z.object({ type: z.literal("inbox"), id, open: z.array(wireEventSchema) }),
    /** Nothing more comes under this id. `gone`: the run does not go on in this server, or was deleted. */
    z.object({ type: z.literal("end"), id, why: z.enum(["run-end", "gone", "unsubscribed"]) }),
    z.object({ type: z.literal("asked"), id, run: z.string(), conversation: z.string() }),
    z.object({ type: z.literal("done"), id }),
    /** The message with this id was refused, or its subscription broke. Without an id: it could not be read. */
    z.object({ type: z.literal("problem"), id: id.optional(), problem }),
    /** The message was not looked at. Seconds to wait. */
    z.object({ type: z.literal("limit"), id: id.optional(), retryAfter: z.number() }),
    /** The last one: the server winds down. Seconds until it is worth while to come back. */
    z.object({ type: z.literal("bye"), retryAfter: z.number() }),
  ])
  .meta({ id: "ServerMessage", description: "What the server sends over the WebSocket." });
/** One message of the server. */
export type ServerMessage = z.infer<typeof serverMessageSchema>;
