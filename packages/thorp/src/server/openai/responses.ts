/** `/v1/responses`: create one, whole or as a stream or in the background; look at it, cancel and delete it. */
import { z } from "zod";
import { ThorpError } from "../../base/errors.ts";
import type { RunUpdate, Thorp } from "../../engine/thorp.ts";
import type { RunEvent } from "../../events/event.ts";
import { defineRoute, type Route, type ServerParts } from "../route.ts";
import { answerDeltas } from "./answer-deltas.ts";
import { type Attended, attendRun } from "./attend-run.ts";
import { type BegunRun, beginRun } from "./begin-run.ts";
import type { OpenAiRouteOptions } from "./chat-completions.ts";
import { eventLines } from "./event-lines.ts";
import { ignoredHeader } from "./parameters.ts";
import { createResponseBuilder, type ResponseBuilder } from "./response-builder.ts";
import { noteOfRun, type ResponseNote } from "./response-note.ts";
import { beginOfPart, eventsOfPart, idOfPart, partAfter, partOfId, type ResponsePart } from "./response-part.ts";
import { readResponse, responseRequestSchema } from "./response-request.ts";
import { errorEvent, responseLines, wasTriedAgain } from "./response-stream.ts";
import { runLink } from "./run-link.ts";

const responseSchema = z
  .looseObject({ id: z.string(), object: z.literal("response"), status: z.string(), output: z.array(z.unknown()) })
  .meta({ id: "Response", description: "A response in the shape of OpenAI's Responses API." });
const idParams = z.object({ response: z.string().max(100) });

/** All of them; a response is kept as long as its run. */
export function responseRoutes({ clock }: OpenAiRouteOptions): readonly Route[] {
  return [createRoute({ clock }), showRoute({ clock }), inputRoute, cancelRoute, deleteRoute];
}

function createRoute({ clock }: OpenAiRouteOptions): Route {
  return defineRoute({
    id: "v1.responses.create",
    method: "post",
    path: "/v1/responses",
    tag: "openai",
    summary: "A response; the model is the name of a team.",
    access: "member",
    owned: "caller",
    body: responseRequestSchema,
    reply: { kind: "json", schema: responseSchema },
    errors: "openai",
    async handle({ parts, body, headers, signal }) {
      if (parts.isDraining()) throw new ThorpError("draining", "The server is winding down and begins nothing new.");
      const { thorp } = parts;
      const read = readResponse(body, await conversationBefore(thorp, body.previous_response_id));
      const begun = await beginRun(thorp, read);
      const builder = await builderFor(thorp, begun, { note: read.note, now: () => clock.now() });
      const answerHeaders = ignoredHeader(read.ignored);
      if (body.background && !body.stream) return Response.json(builder.response(), { headers: answerHeaders });
      const link = runLink(headers, begun.run);
      const stopsRun = body.background !== true;
      const attended = attendRun(thorp, begun, { signal, link, streams: read.streams, stopsRun });
      if (!body.stream) return Response.json(await wholeResponse(attended, builder), { headers: answerHeaders });
      return eventLines({
        ...{ lines: responseLines(attended, builder), clock, headers: answerHeaders },
        onLeave: () => attended.leave(),
        errorLine: errorEvent,
      });
    },
  });
}

/** The messages that the team knows by itself. Throws `run-unknown` for a response that is not there. */
async function conversationBefore(thorp: Thorp, previous: string | null | undefined): Promise<string | undefined> {
  if (!previous) return undefined;
  const part = partOfId(previous);
  if (part === undefined) throw unknown(previous);
  return (await thorp.showRun(part.run)).run.conversation;
}

async function builderFor(
  thorp: Thorp,
  { run, after }: BegunRun,
  { note, now }: { readonly note: ResponseNote; readonly now: () => number },
): Promise<ResponseBuilder> {
  const part = after === 0 ? 0 : partAfter(await thorp.events(run), after);
  return createResponseBuilder({ id: idOfPart({ run, part }), createdAt: Math.floor(now() / 1000), note, now });
}

async function wholeResponse({ deltas }: Attended, builder: ResponseBuilder): Promise<object> {
  for await (const delta of deltas) {
    if (delta.kind === "end" && delta.failure !== undefined && delta.answer === undefined) {
      const { code, message, hint } = delta.failure;
      throw new ThorpError(code, message, hint === undefined ? {} : { hint });
    }
    builder.take(delta);
  }
  return builder.response();
}

/** What a GET may ask for; members that change nothing here are taken and left alone. */
const showQuery = z.object({
  stream: z.stringbool().default(false).describe("As server-sent events, from the beginning or after one of them."),
  starting_after: z.coerce.number().int().min(0).optional().describe("The last `sequence_number` that was seen."),
});

function showRoute({ clock }: OpenAiRouteOptions): Route {
  return defineRoute({
    id: "v1.responses.show",
    method: "get",
    path: "/v1/responses/{response}",
    tag: "openai",
    summary: "A response as it stands, or as a stream that goes on after `starting_after`.",
    access: "viewer",
    owned: "run",
    params: idParams,
    query: showQuery,
    reply: { kind: "json", schema: responseSchema, also: ["text/event-stream"] },
    errors: "openai",
    async handle({ parts, params, query, headers, signal }) {
      const found = await findPart(parts, params.response);
      if (!query.stream) return responseOf(found);
      const { part, note } = found;
      const begun = { run: part.run, after: beginOfPart(found.all, part) };
      const link = runLink(headers, part.run);
      // Whoever looks again is not the one who asked: the run goes on without them.
      const attended = attendRun(parts.thorp, begun, { signal, link, streams: isFreeText(note), stopsRun: false });
      const builder = createResponseBuilder({
        ...{ id: params.response, createdAt: Math.floor(found.startedAt / 1000), note, now: () => clock.now() },
      });
      const after = query.starting_after;
      const place = after === undefined ? undefined : { after, isSame: !wasTriedAgain(found.events) };
      return eventLines({
        ...{ lines: responseLines(attended, builder, place), clock, headers: {} },
        onLeave: () => attended.leave(),
        errorLine: errorEvent,
      });
    },
  });
}

/** False: the answer has a form, so it is told when it is whole. */
function isFreeText({ format }: ResponseNote): boolean {
  return typeof format === "object" && format !== null && "type" in format && format["type"] === "text";
}

const inputRoute = defineRoute({
  id: "v1.responses.input",
  method: "get",
  path: "/v1/responses/{response}/input_items",
  tag: "openai",
  summary: "What a response was asked with.",
  access: "viewer",
  owned: "run",
  params: idParams,
  reply: { kind: "json", schema: z.looseObject({ object: z.literal("list"), data: z.array(z.unknown()) }) },
  errors: "openai",
  async handle({ parts, params }) {
    const { events, note, part } = await findPart(parts, params.response);
    const [first] = events;
    const items: readonly object[] =
      part.part > 0 && first?.type === "client-call-answer"
        ? first.results.map(({ id, text }) => ({ type: "function_call_output", call_id: id, output: text }))
        : (note.input as unknown as readonly object[]);
    const data = items.map((item, position) => ({ id: `item_${params.response.slice(5)}_${position}`, ...item }));
    return { object: "list", data, first_id: idAt(data, 0), last_id: idAt(data, -1), has_more: false };
  },
});

function idAt(items: readonly { readonly id: string }[], position: number): string | null {
  return items.at(position)?.id ?? null;
}

const cancelRoute = defineRoute({
  id: "v1.responses.cancel",
  method: "post",
  path: "/v1/responses/{response}/cancel",
  tag: "openai",
  summary: "Stop a response; what was done stays.",
  access: "member",
  owned: "run",
  params: idParams,
  reply: { kind: "json", schema: responseSchema },
  errors: "openai",
  async handle({ parts, params, signal }) {
    const { part } = await findPart(parts, params.response);
    await endRun(parts.thorp, part.run, signal);
    return responseOf(await findPart(parts, params.response));
  },
});

const deleteRoute = defineRoute({
  id: "v1.responses.delete",
  method: "delete",
  path: "/v1/responses/{response}",
  tag: "openai",
  summary: "Delete a response with its whole run.",
  access: "member",
  owned: "run",
  params: idParams,
  reply: { kind: "json", schema: z.object({ id: z.string(), object: z.string(), deleted: z.boolean() }) },
  errors: "openai",
  async handle({ parts, params, signal }) {
    const { part } = await findPart(parts, params.response);
    await endRun(parts.thorp, part.run, signal);
    await parts.thorp.deleteRun(part.run);
    return { id: params.response, object: "response", deleted: true };
  },
});

/** Resolves when the run has ended and let go; one that has ended already is left alone. */
async function endRun(thorp: Thorp, run: string, signal: AbortSignal): Promise<void> {
  if ((await thorp.showRun(run)).run.endedAt !== undefined) return;
  await thorp.cancel(run, "cancelled by the client");
  for await (const _update of thorp.follow(run, { signal }));
}

interface FoundPart {
  readonly part: ResponsePart;
  readonly note: ResponseNote;
  /** Of the part; `all` are those of the whole run. */
  readonly events: readonly RunEvent[];
  readonly all: readonly RunEvent[];
  readonly startedAt: number;
}

/** Throws `run-unknown` for whatever is no response. */
async function findPart({ thorp }: ServerParts, id: string): Promise<FoundPart> {
  const part = partOfId(id);
  const all = part === undefined ? [] : await thorp.events(part.run);
  const note = noteOfRun(all);
  if (part === undefined || note === undefined) throw unknown(id);
  const events = eventsOfPart(all, part);
  const previous = part.part === 0 ? note.previous : idOfPart({ run: part.run, part: part.part - 1 });
  return { part, note: { ...note, previous }, events, all, startedAt: events[0]?.at ?? 0 };
}

function unknown(id: string): ThorpError {
  return new ThorpError("run-unknown", `There is no response ${id}.`, { hint: "It may have been deleted." });
}

async function responseOf({ part, note, events, startedAt }: FoundPart): Promise<object> {
  const last = events.at(-1)?.at ?? startedAt;
  const builder = createResponseBuilder({
    ...{ id: idOfPart(part), createdAt: Math.floor(startedAt / 1000), note, now: () => last },
  });
  for await (const delta of answerDeltas(recorded(events))) builder.take(delta);
  return builder.response();
}

async function* recorded(events: readonly RunEvent[]): AsyncGenerator<RunUpdate> {
  for (const event of events) yield { kind: "event", event };
}
