/** The JSON of a request, bounded in bytes and depth before anybody looks into it. */
import { ThorpError } from "../base/errors.ts";

/** Attachments travel in the body, a third larger than they are. */
const MAX_BODY_BYTES = 48 << 20;
const MAX_DEPTH = 64;

/** Undefined for an empty body. Throws `input-too-large` and `input-invalid`. */
export async function readJsonBody(request: Request): Promise<unknown> {
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > MAX_BODY_BYTES) throw tooLarge();
  if (request.body === null) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  if (size === 0) return undefined;
  const type = request.headers.get("content-type") ?? "";
  // A form of another page may not pass for a program: browsers send JSON across sites only after asking.
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(type))
    throw new ThorpError("input-invalid", `The body must be application/json, not ${type || "untyped"}.`);
  return parseBounded(Buffer.concat(chunks).toString("utf8"));
}

function tooLarge(): ThorpError {
  return new ThorpError("input-too-large", `The body has more than ${MAX_BODY_BYTES >> 20} MiB.`);
}

/** Throws `input-invalid` for what is no JSON and for what is nested too deep. */
export function parseBounded(text: string): unknown {
  if (depthOf(text) > MAX_DEPTH)
    throw new ThorpError("input-invalid", `The body is nested more than ${MAX_DEPTH} levels deep.`);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new ThorpError("input-invalid", `The body is not JSON: ${(error as Error).message.slice(0, 200)}`);
  }
}

/** Of brackets outside of texts, in one pass: the parser itself must not be the first to find out. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (isText) {
      if (sign === 0x5c) at++;
      else if (sign === 0x22) isText = false;
    } else if (sign === 0x22) isText = true;
    else if (sign === 0x7b || sign === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (sign === 0x7d || sign === 0x5d) depth--;
  }
  return deepest;
}
