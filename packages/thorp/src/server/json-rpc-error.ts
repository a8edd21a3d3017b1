/** Errors as clients of JSON-RPC protocols read them. */
import { errorTable, type Failure } from "../base/errors.ts";

/** `id` is null for what was refused before anybody looked at the request. */
export interface JsonRpcError {
  readonly jsonrpc: "2.0";
  readonly id: string | number | null;
  readonly error: { readonly code: number; readonly message: string; readonly data?: unknown };
}

const INVALID_REQUEST = -32600;
const INTERNAL = -32603;
/** Of the range that is left to servers. */
const REFUSED = -32000;

/** The words of an `internal` error stay in the log. */
export function jsonRpcError({ code, message, hint }: Failure, id: JsonRpcError["id"] = null): JsonRpcError {
  const { status } = errorTable[code];
  if (code === "internal")
    return { jsonrpc: "2.0", id, error: { code: INTERNAL, message: "Something went wrong inside Thorp." } };
  const words = [message, hint].filter(Boolean).join(" ");
  const number = status === 400 ? INVALID_REQUEST : REFUSED;
  return { jsonrpc: "2.0", id, error: { code: number, message: words, data: { code } } };
}
