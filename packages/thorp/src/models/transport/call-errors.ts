/** What went wrong between us and a model server, as the one error class. Used by every adapter. */
import { ThorpError } from "../../base/errors.ts";
import { markUntouched } from "../untouched.ts";
import { rateLimitWords } from "./rate-limit-words.ts";
import { retryAfterMs } from "./retry-after.ts";
import { messageFromBody, type ServerMessage } from "./server-message.ts";

/** Who was called, for the messages, and how that server words things. */
export interface CallTarget {
  /** The provider's name in the catalogue. */
  readonly provider: string;
  readonly model: string;
  /** Shown without path, query and credentials. */
  readonly url: URL;
  /** The key sent along: taken out of everything the server says. */
  readonly secret?: string;
  /** What this server says when a prompt does not fit, beside the wordings that all share. */
  readonly contextErrors?: readonly RegExp[];
  /** What to do when nothing listens at the address. */
  readonly unreachableHint?: string;
  /** What to do when the server does not have the model. */
  readonly unknownHint?: string;
}

const CONTEXT_ERRORS: readonly RegExp[] = [
  /context[_ ]length[_ ]exceeded/i,
  /maximum context length/i,
  /context (window|length|size)/i,
  /prompt .{0,40}too long|too long to fit/i,
  /too many (input )?tokens/i,
  /input (length|is too (long|large))/i,
];
const NO_CREDIT = /insufficient[_ ](quota|credits|balance|funds)|billing|payment required|exceeded your current quota/i;
const NO_MEMORY = /requires more system memory|out of memory|cudaMalloc failed|insufficient memory/i;

/** A response whose status is not 2xx. `now` is for dates in Retry-After. */
export function errorFromResponse(
  target: CallTarget,
  response: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string },
  now: number,
): ThorpError {
  const { status, headers } = response;
  if (status >= 300 && status < 400) {
    const to = headers["location"] ?? "another address";
    const hint = `Set the url of ${target.provider} in the catalogue to the address it redirects to.`;
    return new ThorpError("model-refused", `${name(target)} redirects to ${to}; redirects are not followed`, { hint });
  }
  const message = messageFromBody(response.body);
  const limits = status === 429 ? rateLimitWords(headers) : "";
  const error = classify(target, { ...message, status, text: message.text + limits }, retryAfterMs(headers, now));
  return NOT_BEGUN.has(status) ? markUntouched(error) : error;
}

/** Statuses of a server that did not begin to work; after all other errors it may have done so for nothing. */
const NOT_BEGUN = new Set([409, 425, 501, 503, 529]);

/** An error that arrived inside a stream after a 200. */
export function errorFromStream(target: CallTarget, message: ServerMessage): ThorpError {
  return classify(target, message, undefined);
}

/** No response, or a connection that broke in the middle. */
export function errorFromNetwork(target: CallTarget, error: unknown): ThorpError {
  if (error instanceof ThorpError) return error;
  const reason = networkReason(error);
  const hint = target.unreachableHint;
  return new ThorpError("model-unavailable", `${name(target)} at ${target.url.origin} ${reason}`, {
    cause: error,
    ...(hint !== undefined && { hint }),
  });
}

/** The caller's wish: its own error where it gave one, so that a deadline stays a deadline. */
export function errorFromAbort(target: CallTarget, signal: AbortSignal): ThorpError {
  const reason: unknown = signal.reason;
  if (reason instanceof ThorpError) return reason;
  return new ThorpError("cancelled", `the call to ${name(target)} was cancelled`, { cause: reason });
}

/** `openrouter/openai/o1-mini`, as the catalogue spells it. */
export function name({ provider, model }: CallTarget): string {
  return model === "" ? provider : `${provider}/${model}`;
}

function classify(target: CallTarget, message: ServerMessage, wait: number | undefined): ThorpError {
  const { status, kind } = message;
  const text = withoutSecret(message.text, target.secret);
  const told = `${name(target)} answered ${status ?? "with an error"}${text === "" ? "" : `: ${text}`}`;
  const all = `${kind} ${text}`;
  const isContext = [...CONTEXT_ERRORS, ...(target.contextErrors ?? [])].some((pattern) => pattern.test(all));
  if (isContext && (status === undefined || status === 400 || status === 413 || status === 422 || status === 500))
    return new ThorpError("context-length", told);
  if (status === 413) return new ThorpError("context-length", told);
  if (status === 402 || NO_CREDIT.test(all))
    return new ThorpError("model-refused", told, {
      hint: `Add credits at ${target.url.host}, raise the key's limit, or choose a local model with --model.`,
    });
  if (NO_MEMORY.test(all))
    return new ThorpError("model-refused", told, {
      hint: "Choose a smaller model, or give it a smaller context in the catalogue.",
    });
  const waiting = wait === undefined ? {} : { retryAfterMs: wait };
  const effective = status ?? statusFromKind(kind);
  switch (effective) {
    case 401:
    case 403:
      return new ThorpError("model-refused", told, {
        hint: `Check the key of ${target.provider} with \`thorp doctor\`.`,
      });
    case 404:
      return new ThorpError("model-unknown", told, {
        hint: target.unknownHint ?? `Check the model's name, and the url of ${target.provider} in the catalogue.`,
      });
    case 429:
      return new ThorpError("rate-limited", told, waiting);
    case 408:
    // A model that is being loaded, a connection that came too early: both pass.
    case 409:
    case 425:
      return new ThorpError("model-unavailable", told, waiting);
    case 501:
    case 505:
      return new ThorpError("model-refused", told);
    default:
      return effective >= 500
        ? new ThorpError("model-unavailable", told, waiting)
        : new ThorpError("model-refused", told);
  }
}

/** Errors in the middle of a stream carry words instead of a status. What nobody knows counts as a passing trouble. */
function statusFromKind(kind: string): number {
  if (/rate[_ ]?limit|too_many_requests/i.test(kind)) return 429;
  if (/authentication|invalid_api_key|permission|unauthorized/i.test(kind)) return 401;
  if (/model_not_found|not_found/i.test(kind)) return 404;
  if (/invalid_request|content_filter|moderation|content_policy/i.test(kind)) return 400;
  return 500;
}

function withoutSecret(text: string, secret: string | undefined): string {
  return secret === undefined || secret.length < 4 ? text : text.replaceAll(secret, "[key]");
}

const NETWORK_REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "cannot be reached: nothing listens there",
  ENOTFOUND: "cannot be reached: the host name is unknown",
  EAI_AGAIN: "cannot be reached: the host name could not be looked up",
  ECONNRESET: "closed the connection before the answer was complete",
  EPIPE: "closed the connection before the answer was complete",
  UND_ERR_SOCKET: "closed the connection before the answer was complete",
  ETIMEDOUT: "did not answer in time",
  EHOSTUNREACH: "cannot be reached: no route to the host",
  ENETUNREACH: "cannot be reached: no network",
};

function networkReason(error: unknown): string {
  // `fetch` hides the reason one level down; a host with several addresses gives one error for each.
  for (let at = error, depth = 0; at instanceof Error && depth < 4; depth++) {
    const reason = NETWORK_REASONS[(at as NodeJS.ErrnoException).code ?? ""];
    if (reason !== undefined) return reason;
    at = at instanceof AggregateError ? at.errors[0] : at.cause;
  }
  return `cannot be reached: ${error instanceof Error ? error.message : String(error)}`;
}
