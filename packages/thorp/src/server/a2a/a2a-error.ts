/** What goes wrong, in the numbers and reasons of A2A 1.0. */
import { failureFrom, ThorpError } from "../../base/errors.ts";
import { type JsonRpcError, jsonRpcError } from "../json-rpc-error.ts";

const codes = {
  TASK_NOT_FOUND: -32001,
  TASK_NOT_CANCELABLE: -32002,
  PUSH_NOTIFICATION_NOT_SUPPORTED: -32003,
  UNSUPPORTED_OPERATION: -32004,
  CONTENT_TYPE_NOT_SUPPORTED: -32005,
  VERSION_NOT_SUPPORTED: -32009,
  METHOD_NOT_FOUND: -32601,
  INVALID_PARAMS: -32602,
} as const;

/** As `google.rpc.ErrorInfo` names it. */
export type A2aReason = keyof typeof codes;

/** An expected outcome that this protocol has a number for. */
export class A2aError extends Error {
  override readonly name = "A2aError";
  readonly reason: A2aReason;

  constructor(reason: A2aReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** The error as an answer to the request of that id; HTTP status 200, as JSON-RPC has it. */
export function a2aError(error: unknown, id: JsonRpcError["id"]): JsonRpcError {
  const known = error instanceof A2aError ? error : fromThorp(error);
  if (known === undefined) return jsonRpcError(failureFrom(error), id);
  const { reason, message } = known;
  const info = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason, domain: "a2a-protocol.org" };
  return { jsonrpc: "2.0", id, error: { code: codes[reason], message, data: [info] } };
}

function fromThorp(error: unknown): A2aError | undefined {
  if (!(error instanceof ThorpError)) return undefined;
  switch (error.code) {
    case "run-unknown":
      return new A2aError("TASK_NOT_FOUND", error.message);
    case "input-invalid":
    case "input-too-large":
    case "team-unknown":
    case "conversation-unknown":
      return new A2aError("INVALID_PARAMS", `${error.message} ${error.hint}`);
    default:
      return undefined;
  }
}
