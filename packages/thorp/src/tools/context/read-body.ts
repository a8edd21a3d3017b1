/** The body of an HTTP answer, decompressed, never more of it than asked for. */
import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { ThorpError } from "../../base/errors.ts";
import { tooLarge } from "./read-file.ts";

/**
 * Reads to the end. Throws `input-too-large` when the body or what it unpacks to is larger than `maxBytes`, and
 * `tool-failed` when it breaks off, is damaged, or is packed in a way that was not asked for.
 */
export async function readBody(response: IncomingMessage, maxBytes: number, name: string): Promise<Uint8Array> {
  // Says so before the first byte; a liar is caught by the count below.
  if (Number(response.headers["content-length"] ?? 0) > maxBytes) throw tooLarge(name, maxBytes);
  const chunks: Buffer[] = [];
  let total = 0;
  try {
    // Unpacked by the chunk and counted by the chunk: a bomb costs one chunk more than the limit.
    for await (const chunk of unpacked(response, name)) {
      total += (chunk as Buffer).length;
      if (total > maxBytes) throw tooLarge(name, maxBytes);
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    if (error instanceof ThorpError) throw error;
    throw new ThorpError("tool-failed", `${name} broke off or is damaged: ${(error as Error).message}.`, {
      cause: error,
    });
  } finally {
    response.destroy();
  }
  return new Uint8Array(Buffer.concat(chunks, total));
}

function unpacked(response: IncomingMessage, name: string): Readable {
  const encoding = (response.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  switch (encoding) {
    case "":
    case "identity":
      return response;
    case "gzip":
    case "x-gzip":
      return through(response, createGunzip());
    case "br":
      return through(response, createBrotliDecompress());
    case "deflate":
      return through(response, createInflate());
    default:
      throw new ThorpError("tool-failed", `${name} is packed as "${encoding.slice(0, 40)}", which was not asked for.`);
  }
}

/** `pipe` alone does not hand on that the connection broke, and the reader would wait for ever. */
function through(response: IncomingMessage, unpack: ReturnType<typeof createGunzip>): Readable {
  response.once("error", (error) => unpack.destroy(error));
  return response.pipe(unpack);
}
