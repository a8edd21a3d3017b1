/** `/v1/chat/completions`: each team is a model. */
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import { defineRoute, type Route } from "../route.ts";
import { type Attended, attendRun } from "./attend-run.ts";
import { beginRun } from "./begin-run.ts";
import { type ChatHead, chatLines, wholeChat } from "./chat-chunks.ts";
import { chatRequestSchema, readChat } from "./chat-request.ts";
import { chatCompletionSchema } from "./chat-shapes.ts";
import { eventLines } from "./event-lines.ts";
import { ignoredHeader } from "./parameters.ts";
import { runLink } from "./run-link.ts";

/** The time that answers carry. */
export interface OpenAiRouteOptions {
  readonly clock: Clock;
}

/** Streams when the request asks for it. Errors have the shape that OpenAI's clients read. */
export function chatCompletionsRoute({ clock }: OpenAiRouteOptions): Route {
  return defineRoute({
    id: "v1.chat",
    method: "post",
    path: "/v1/chat/completions",
    tag: "openai",
    summary: "A chat completion; the model is the name of a team.",
    access: "member",
    owned: "caller",
    body: chatRequestSchema,
    reply: { kind: "json", schema: chatCompletionSchema },
    errors: "openai",
    async handle({ parts, body, headers, signal }) {
      if (parts.isDraining()) throw new ThorpError("draining", "The server is winding down and begins nothing new.");
      const read = readChat(body);
      const runs: Attended[] = [];
      let first = "";
      try {
        while (runs.length < (body.n ?? 1)) {
          const begun = await beginRun(parts.thorp, read);
          first ||= begun.run;
          const link = runLink(headers, begun.run);
          runs.push(attendRun(parts.thorp, begun, { signal, link, stops: read.stops, streams: read.streams }));
        }
      } catch (error) {
        for (const run of runs) run.leave();
        throw error;
      }
      const head: ChatHead = {
        id: `chatcmpl-${first}`,
        created: Math.floor(clock.now() / 1000),
        model: body.model,
      };
      const ignored = ignoredHeader(read.ignored);
      if (!body.stream) return Response.json(await wholeChat(runs, head), { headers: ignored });
      return eventLines({
        lines: chatLines(runs, head, body.stream_options?.include_usage === true),
        clock,
        onLeave: () => runs.forEach((run) => run.leave()),
        headers: ignored,
      });
    },
  });
}
