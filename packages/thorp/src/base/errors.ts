/**
 * The one error class and the one table of codes.
 *
 * Expected outcomes (a model refused, a tool failed) are returned as data; what is thrown is always a `ThorpError`
 * whose row says how it looks over HTTP, which exit code the CLI ends with, whether trying again can help, and the
 * command that mends it. docs/errors.md is generated from this table.
 */

interface ErrorRow {
  readonly status: number;
  readonly exit: number;
  readonly retryable: boolean;
  /** What the reader can do. May name a command. */
  readonly hint: string;
}

/** Exit codes: 0 ok, 1 failure, 2 usage, 3 configuration, 4 auth, 5 budget, 6 approval denied, 7 upstream, 124 timeout, 130 interrupted. */
export const errorTable = {
  usage: { status: 400, exit: 2, retryable: false, hint: "Run `thorp --help` for the commands and their options." },
  "config-invalid": {
    status: 500,
    exit: 3,
    retryable: false,
    hint: "Mend the file, then run `thorp config` to see the result.",
  },
  "team-unknown": { status: 404, exit: 2, retryable: false, hint: "Run `thorp teams list` to see the teams." },
  "team-invalid": {
    status: 400,
    exit: 3,
    retryable: false,
    hint: "Run `thorp teams check DIR` after mending the file.",
  },
  "model-unknown": { status: 404, exit: 2, retryable: false, hint: "Run `thorp models` to see the models." },
  "catalogue-invalid": {
    status: 500,
    exit: 3,
    retryable: false,
    hint: "Mend the catalogue file, then run `thorp models`.",
  },
  "run-unknown": { status: 404, exit: 2, retryable: false, hint: "Run `thorp runs list` to see the runs." },
  "run-state": {
    status: 409,
    exit: 2,
    retryable: false,
    hint: "Run `thorp runs show ID` to see the state of the run.",
  },
  "conversation-unknown": {
    status: 404,
    exit: 2,
    retryable: false,
    hint: "Run `thorp conversations list` to see the conversations.",
  },
  "input-invalid": { status: 400, exit: 2, retryable: false, hint: "Correct the input named in the message." },
  "input-too-large": {
    status: 413,
    exit: 2,
    retryable: false,
    hint: "Make the input smaller, or hand it over as a file in the workspace.",
  },
  "key-reused": {
    status: 422,
    exit: 2,
    retryable: false,
    hint: "Take a new Idempotency-Key for another request.",
  },
  "plan-changed": { status: 412, exit: 1, retryable: false, hint: "Look at the plan as it is now, then change that." },
  "blob-unknown": {
    status: 404,
    exit: 1,
    retryable: false,
    hint: "Run `thorp runs show ID` to see what the run made.",
  },
  "plan-invalid": { status: 422, exit: 1, retryable: false, hint: "Rephrase the request, or split it." },
  "tool-unknown": { status: 404, exit: 1, retryable: false, hint: "Run `thorp tools` to see the tools." },
  "tool-input": {
    status: 422,
    exit: 1,
    retryable: false,
    hint: "Name it in your request as it is written; `thorp runs show ID` shows the call.",
  },
  "tool-failed": { status: 502, exit: 1, retryable: false, hint: "Run `thorp runs show ID` for the tool call." },
  "api-invalid": {
    status: 422,
    exit: 3,
    retryable: false,
    hint: "Mend the document at the line named, then run `thorp tools import FILE` again.",
  },
  "key-missing": {
    status: 424,
    exit: 3,
    retryable: false,
    hint: "Set the variable that the message names, or keep the key with `thorp credentials set NAME`.",
  },
  "tool-timeout": { status: 504, exit: 124, retryable: true, hint: "Try again, or give the run a later --deadline." },
  "sandbox-missing": {
    status: 409,
    exit: 3,
    retryable: false,
    hint: "Run `apt-get install bubblewrap`, then `thorp doctor`.",
  },
  "sandbox-unknown": { status: 404, exit: 2, retryable: false, hint: "Open another sandbox; idle ones are closed." },
  "sandbox-limit": { status: 429, exit: 1, retryable: true, hint: "Close a sandbox that you no longer need." },
  "file-unknown": { status: 404, exit: 1, retryable: false, hint: "List the files of the sandbox to see what it has." },
  "access-denied": {
    status: 403,
    exit: 4,
    retryable: false,
    hint: "Use the server from this machine, at the address that `thorp serve` printed.",
  },
  "host-unknown": {
    status: 421,
    exit: 4,
    retryable: false,
    hint: "Use the address that `thorp serve` printed.",
  },
  "auth-required": {
    status: 401,
    exit: 4,
    retryable: false,
    hint: "Log in, or send an API key as `Authorization: Bearer KEY`; `thorp keys add USER` makes one.",
  },
  "user-unknown": { status: 404, exit: 2, retryable: false, hint: "Run `thorp users` to see the users." },
  "rule-unknown": { status: 404, exit: 2, retryable: false, hint: "Run `thorp policy rules` to see what stands." },
  "key-unknown": { status: 404, exit: 2, retryable: false, hint: "Run `thorp keys` to see the API keys." },
  "link-invalid": {
    status: 403,
    exit: 4,
    retryable: false,
    hint: "Ask for a new link: `thorp users link NAME`; for the first admin, start `thorp serve` again.",
  },
  "credential-locked": {
    status: 409,
    exit: 3,
    retryable: false,
    hint: "Run `thorp credentials` to see what is stored, and `thorp credentials set NAME` to store it anew.",
  },
  "account-state": { status: 409, exit: 2, retryable: false, hint: "Run `thorp users` to see the users." },
  "address-in-use": { status: 500, exit: 3, retryable: false, hint: "Choose another port with THORP_PORT." },
  "server-unreachable": {
    status: 503,
    exit: 7,
    retryable: true,
    hint: "Start it with `thorp serve`, or leave out --server and THORP_SERVER to work without it.",
  },
  draining: { status: 503, exit: 7, retryable: true, hint: "Try again when the server is back." },
  "method-unknown": {
    status: 405,
    exit: 2,
    retryable: false,
    hint: "See /api/openapi.json for what the server answers.",
  },
  "route-unknown": {
    status: 404,
    exit: 2,
    retryable: false,
    hint: "See /api/openapi.json for what the server answers.",
  },
  "outside-workspace": {
    status: 403,
    exit: 6,
    retryable: false,
    hint: "Start in the folder that holds the file, or name it with --workspace DIR.",
  },
  "address-refused": {
    status: 403,
    exit: 6,
    retryable: false,
    hint: "Only public http and https addresses can be fetched.",
  },
  "content-blocked": {
    status: 422,
    exit: 6,
    retryable: false,
    hint: "Put it in other words, or change `filters` in the team's team.yaml.",
  },
  "approval-denied": {
    status: 403,
    exit: 6,
    retryable: false,
    hint: "Run again in a terminal to be asked, or add --yes for writes in the workspace.",
  },
  "budget-exceeded": {
    status: 402,
    exit: 5,
    retryable: false,
    hint: "Raise it with --budget, or choose a cheaper model with --model.",
  },
  "price-unknown": { status: 402, exit: 5, retryable: false, hint: "Give the model a price in the catalogue." },
  "model-unavailable": {
    status: 503,
    exit: 7,
    retryable: true,
    hint: "Run `thorp doctor` to see which model servers answer.",
  },
  "model-refused": {
    status: 502,
    exit: 7,
    retryable: false,
    hint: "Check the model's name and the key with `thorp doctor`.",
  },
  "model-output": { status: 502, exit: 7, retryable: true, hint: "Try again, or choose another model with --model." },
  "rate-limited": { status: 429, exit: 7, retryable: true, hint: "Wait, or choose another model with --model." },
  "context-length": {
    status: 413,
    exit: 7,
    retryable: false,
    hint: "Use a model with a larger window, or a shorter request.",
  },
  deadline: { status: 504, exit: 124, retryable: false, hint: "Give the run more time with --deadline." },
  cancelled: { status: 499, exit: 130, retryable: false, hint: "Run `thorp runs show ID` for what was done before." },
  "crash-loop": { status: 500, exit: 1, retryable: false, hint: "Run `thorp logs ID` and report what it shows." },
  blocked: { status: 409, exit: 6, retryable: false, hint: "Run `thorp runs resume ID` to answer what is open." },
  "backup-unknown": { status: 404, exit: 2, retryable: false, hint: "Run `thorp backup list` to see the backups." },
  "backup-broken": {
    status: 422,
    exit: 1,
    retryable: false,
    hint: "Use another one: `thorp backup list`, then `thorp backup verify NAME`.",
  },
  "data-locked": {
    status: 409,
    exit: 1,
    retryable: true,
    hint: "Another Thorp uses this data folder; wait for it or set THORP_DATA_DIR.",
  },
  "data-corrupt": { status: 500, exit: 1, retryable: false, hint: "Run `thorp doctor --fix`." },
  "disk-full": {
    status: 507,
    exit: 1,
    retryable: true,
    hint: "Free some space: a server then goes on by itself; else run `thorp runs resume ID`.",
  },
  "storage-failed": { status: 500, exit: 1, retryable: true, hint: "Run `thorp doctor`." },
  "node-version": {
    status: 500,
    exit: 3,
    retryable: false,
    hint: "Install Node 24 or newer, or use `npm start`, which brings it.",
  },
  internal: { status: 500, exit: 1, retryable: false, hint: "Run `thorp doctor`; if nothing is found, report it." },
} as const satisfies Record<string, ErrorRow>;

/** A row of the table. Codes stay the same over releases: scripts and clients compare them. */
export type ErrorCode = keyof typeof errorTable;

/** A failure as data: what goes into the journal, over the wire and into a tool's answer to a model. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
}

/** What an error may say beyond its code and message. */
export interface ThorpErrorOptions {
  /** Replaces the hint of the table where a better one is known. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** How long the other side asked us to wait before the next try. */
  readonly retryAfterMs?: number;
}

/** Thrown for every broken promise; `message` says what happened and where, `hint` what mends it. */
export class ThorpError extends Error {
  override readonly name = "ThorpError";
  readonly code: ErrorCode;
  readonly hint: string;
  /** Only there when the other side named a time; milliseconds from the moment the error was made. */
  declare readonly retryAfterMs?: number;

  constructor(code: ErrorCode, message: string, options: ThorpErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint ?? errorTable[code].hint;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }
}

/** Any thrown value as data; what is not a `ThorpError` becomes `internal` with its message. */
export function failureFrom(error: unknown): Failure {
  if (error instanceof ThorpError) return { code: error.code, message: error.message, hint: error.hint };
  if (error instanceof Error) return { code: "internal", message: error.message };
  return { code: "internal", message: String(error) };
}

/** The way back from data to a throwable. */
export function errorFrom(failure: Failure): ThorpError {
  return new ThorpError(failure.code, failure.message, failure.hint === undefined ? {} : { hint: failure.hint });
}
