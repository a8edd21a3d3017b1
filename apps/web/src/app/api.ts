/** Calls to the server beyond the client: one JSON request, one JSON answer. */
import { sendFrom } from "./send-from.ts";

/** The server refused; `hint` says what mends it. */
class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;

  constructor(status: number, { detail, code, hint }: Problem) {
    super(detail ?? `The server answered ${status}.`);
    this.status = status;
    this.code = code ?? "unknown";
    this.hint = hint;
  }
}

interface Problem {
  readonly detail?: string;
  readonly code?: string;
  readonly hint?: string;
}

export interface ApiCall {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Undefined for an answer without a body. Rejects with `ApiError`, or with what `fetch` rejects with. */
export async function api<Value>(
  path: string,
  { method = "GET", body, headers, signal }: ApiCall = {},
): Promise<Value> {
  const response = await sendFrom(path, {
    method,
    headers: {
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await response.text();
  if (!response.ok) throw new ApiError(response.status, problemIn(text));
  return (text === "" ? undefined : JSON.parse(text)) as Value;
}

/** A part of a path. */
export function part(id: string): string {
  return encodeURIComponent(id);
}

/** A proxy may answer in its own words: what is no problem document is an empty one. */
function problemIn(text: string): Problem {
  try {
    return (JSON.parse(text) ?? {}) as Problem;
  } catch {
    return {};
  }
}
