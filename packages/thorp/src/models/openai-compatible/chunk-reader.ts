/**
 * The body of a chat completion, read as text and cut into chunks. Normally an event stream; a body that begins like
 * a document (one JSON answer, the error page of a proxy) is read whole, whatever its content type says.
 */
import { ThorpError } from "../../base/errors.ts";
import { parseJson } from "../../base/json.ts";
import { type CallTarget, errorFromStream, name } from "../transport/call-errors.ts";
import { messageFromBody, messageFromJson } from "../transport/server-message.ts";
import type { EmitPart, PartReader } from "../transport/stream-call.ts";
import type { ChatChunk } from "./chunk.ts";
import { createChunkTemplate } from "./chunk-template.ts";
import { createSseReader } from "./sse-reader.ts";
import type { StreamParts } from "./stream-parts.ts";

/** Where chunks go. */
export interface ChunkReaderOptions {
  readonly target: CallTarget;
  readonly parts: StreamParts;
  /** Hears every chunk as it came; for `includeRawChunks`. */
  readonly emitRaw?: EmitPart | undefined;
}

/** An error inside the body ends the stream with that error. */
export function createChunkReader({ target, parts, emitRaw }: ChunkReaderOptions): PartReader {
  let isDone = false;
  let isTorn = false;
  let failure: ThorpError | undefined;
  let document: string[] | undefined;
  let hasBegun = false;
  const template = createChunkTemplate();

  const onEvent = (data: string, event: string): boolean => {
    if (data === "[DONE]") {
      isDone = true;
      return true;
    }
    const alike = emitRaw === undefined ? template.fill(data) : undefined;
    if (alike !== undefined) {
      parts.add(alike);
      return false;
    }
    const chunk = parseJson(data);
    if (typeof chunk !== "object" || chunk === null) {
      // The torn last line of a broken connection is no news of its own.
      if (isTorn) return true;
      failure = event === "error" ? errorFromStream(target, messageFromBody(data)) : unreadable(target, data);
      return true;
    }
    emitRaw?.({ type: "raw", rawValue: chunk });
    const { error } = chunk as ChatChunk;
    if (event === "error" || (error !== undefined && error !== null)) {
      failure = errorFromStream(target, messageFromJson(chunk));
      return true;
    }
    parts.add(chunk as ChatChunk);
    template.learn(data, chunk as ChatChunk);
    return false;
  };
  const sse = createSseReader(onEvent);

  return {
    text(read) {
      // `trimStart` takes the mark of byte order for space too; the event reader would not.
      const text = hasBegun ? read : read.replace(/^\uFEFF/, "");
      if (!hasBegun) {
        const start = text.trimStart()[0];
        hasBegun = start !== undefined;
        if (start === "{" || start === "[" || start === "<") document = [];
      }
      if (document) {
        document.push(text);
        return false;
      }
      if (!sse.feed(text)) {
        parts.flush();
        return false;
      }
      parts.finish(failure && { error: failure, unified: "error" });
      return true;
    },
    close(error) {
      isTorn = true;
      if (document) readDocument(document.join(""), onEvent);
      else sse.end();
      if (failure) parts.finish({ error: failure, unified: "error" });
      // A line that breaks after the last word harms nobody; a caller who stopped listening gets what it asked for.
      else if ((isDone || parts.isOver()) && error?.code !== "cancelled") parts.finish();
      else parts.finish({ error: error ?? endedEarly(target, document), unified: "interrupted" });
    },
  };
}

/** One JSON answer, pretty-printed or not, or several on a line each. Anything else is left to `endedEarly`. */
function readDocument(body: string, onEvent: (data: string, event: string) => boolean): void {
  if (parseJson(body) !== undefined) {
    onEvent(body, "");
    return;
  }
  for (const line of body.split("\n")) {
    if (line.trim() === "" || parseJson(line) === undefined) continue;
    if (onEvent(line, "")) return;
  }
}

function endedEarly(target: CallTarget, document: readonly string[] | undefined): ThorpError {
  if (document === undefined) {
    return new ThorpError("model-unavailable", `${name(target)} ended the stream before the answer was complete`);
  }
  const { text } = messageFromBody(document.join(""));
  return new ThorpError(
    "model-unavailable",
    `${name(target)} answered with something that is no chat completion: ${text}`,
    {
      hint: `Check the url of ${target.provider} in the catalogue: a proxy or another program may stand there.`,
    },
  );
}

function unreadable(target: CallTarget, data: string): ThorpError {
  return new ThorpError("model-output", `${name(target)} sent a chunk that is not JSON: ${messageFromBody(data).text}`);
}
