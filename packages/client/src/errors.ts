/** What can go wrong between a program and a server of Thorp. */
import type { RunEvent } from "./wire/run-event.generated.ts";

/** The server refused or failed; `code` is one of the codes that its documentation lists. */
export class ThorpApiError extends Error {
  override readonly name = "ThorpApiError";
  readonly status: number;
  readonly code: string;
  /** What mends it, in words. */
  readonly hint: string | undefined;
  /** Names the request in the server's log. */
  readonly requestId: string | undefined;
  /** Milliseconds that the server asks to wait before the next try. */
  readonly retryAfterMs: number | undefined;

  constructor(details: {
    readonly status: number;
    readonly code: string;
    readonly message: string;
    readonly hint?: string | undefined;
    readonly requestId?: string | undefined;
    readonly retryAfterMs?: number | undefined;
  }) {
    super(details.message);
    this.status = details.status;
    this.code = details.code;
    this.hint = details.hint;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** The server could not be reached, also not after the tries that were allowed. */
export class ThorpConnectionError extends Error {
  override readonly name: string = "ThorpConnectionError";
}

/** It took the call and did not begin to answer in time. */
export class ThorpTimeoutError extends ThorpConnectionError {
  override readonly name = "ThorpTimeoutError";
}

/** A run that ended without an answer. */
export class ThorpRunError extends Error {
  override readonly name = "ThorpRunError";
  readonly run: string;
  readonly state: string;
  readonly code: string | undefined;
  /** What mends it, in words. */
  readonly hint: string | undefined;

  constructor(run: string, { state, failure }: Extract<RunEvent, { type: "run-end" }>) {
    super(failure?.message ?? `The run ended as ${state}.`);
    this.run = run;
    this.state = state;
    this.code = failure?.code;
    this.hint = failure?.hint;
  }
}

/** From an answer that is no success; reads its body. */
export async function apiErrorFrom(response: Response): Promise<ThorpApiError> {
  const text = await response.text().catch(() => "");
  const problem = problemIn(text);
  return new ThorpApiError({
    status: response.status,
    code: problem.code ?? "unknown",
    message: problem.detail ?? `The server answered ${response.status}.`,
    hint: problem.hint,
    requestId: problem.requestId ?? response.headers.get("x-request-id") ?? undefined,
    retryAfterMs: retryAfterMs(response.headers),
  });
}

interface ProblemLike {
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly requestId?: string;
}

/** A proxy may answer in its own words: what is no problem document is an empty one. */
function problemIn(text: string): ProblemLike {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return {};
    const entries = Object.entries(value).filter(([, member]) => typeof member === "string");
    return Object.fromEntries(entries) as ProblemLike;
  } catch {
    return {};
  }
}

/** Seconds, or a date: how far it is from the server's own, so that a wrong clock here changes nothing. */
function retryAfterMs(headers: Headers): number | undefined {
  const header = headers.get("retry-after");
  if (header === null) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const wait = Date.parse(header) - Date.parse(headers.get("date") ?? "");
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
