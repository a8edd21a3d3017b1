/**
 * An HTTP API as the engine carries it out: what is left of an OpenAPI document once it is read and checked.
 *
 * Plain JSON, so that the build reads the shipped catalogue once and a start only parses its outcome. Everything that a
 * call needs is here; nothing is looked up in the document again.
 */
import type { Effect } from "../../base/intent.ts";
import type { Json } from "../../base/json.ts";
import type { HttpMethod, ToolEvidence, ToolNeed, ToolTerms } from "../tool.ts";

/** A document that was read. */
export interface Api {
  /** `a-z`, digits and `_`; unique among the APIs of an installation. */
  readonly id: string;
  readonly title: string;
  /** Of the description, as its author numbers it. */
  readonly version: string;
  /** All hosts (with their port) that calls may go to. */
  readonly hosts: readonly string[];
  readonly operations: readonly ApiOperation[];
}

/** One tool: an operation of the document, or a variant of one. */
export interface ApiOperation {
  /** Name of the tool. */
  readonly name: string;
  readonly capability: string;
  readonly description: string;
  readonly examples: readonly string[];
  readonly method: HttpMethod;
  /** Without `/` at its end; `{variable}` for those that a call chooses among `choices` of a parameter in `server`. */
  readonly server: string;
  /** `/works/{doi}` */
  readonly path: string;
  readonly parameters: readonly ApiParameter[];
  readonly body?: ApiBody;
  /** JSON Schema of the arguments: an object. */
  readonly input: Readonly<Record<string, Json>>;
  /** Arguments that bring an answer at any time, from the examples of the description; absent where one is missing. */
  readonly sample?: Readonly<Record<string, Json>>;
  readonly effect: Effect;
  /** Doing it twice does no harm. */
  readonly repeatable: boolean;
  readonly secrets: readonly SecretUse[];
  readonly needs: readonly ToolNeed[];
  readonly headers: Readonly<Record<string, string>>;
  /** The address of whoever runs this belongs into the User-Agent. */
  readonly namesContact: boolean;
  /** Hosts that calls and redirects may go to; `any` lets redirects lead to every public https host. */
  readonly hosts: readonly string[];
  readonly redirects: "declared" | "any";
  readonly limits: Limits;
  /** What holds instead where the contact is named. */
  readonly contactLimits?: Limits;
  readonly timeoutMs: number;
  readonly answer: AnswerRules;
  readonly pagination?: Pagination;
  readonly poll?: Poll;
  /** Header that makes a repeated call safe; it carries the key of the call. */
  readonly idempotencyHeader?: string;
  readonly terms: ToolTerms;
  readonly evidence: ToolEvidence;
  /** How well the shape of its answers is known. */
  readonly shape: AnswerEvidence;
  /** At list price, in micro-dollars. */
  readonly price?: number;
}

/** Of answers: read in the documentation, read in part, from memory, or as the document of the service itself says. */
export const answerEvidence = ["read", "partly-read", "recalled", "declared"] as const;
/** One of them. */
export type AnswerEvidence = (typeof answerEvidence)[number];

/** Where an argument goes. */
export interface ApiParameter {
  /** As the API calls it. */
  readonly name: string;
  /** As the tool calls it; absent where `value` is fixed. */
  readonly argument?: string;
  readonly in: "path" | "query" | "header" | "cookie" | "server";
  readonly style: "simple" | "form" | "spaceDelimited" | "pipeDelimited" | "deepObject";
  readonly explode: boolean;
  /** Sent with every call. */
  readonly value?: Json;
  /** Slashes stay as they are. */
  readonly isRaw?: boolean;
  /** Sent as JSON text. */
  readonly isJson?: boolean;
  /** For `in: server`: the values that it may have. */
  readonly choices?: readonly string[];
}

/** One field of a body: an argument, or a fixed value. */
export interface BodyField {
  readonly name: string;
  readonly argument?: string;
  readonly value?: Json;
  /** The argument is the path of a file, or a list of such paths. */
  readonly isFile?: boolean;
}

/** What is sent, and how. */
export interface ApiBody {
  /** `application/json`, a form, `text/plain`; any other for a file that is sent as it is. */
  readonly mediaType: string;
  /** Fields by their names in the body, with the argument or the fixed value of each; absent: `argument` is all of it. */
  readonly fields?: readonly BodyField[];
  readonly argument?: string;
  /** The argument is the path of a file, whose bytes are the body. */
  readonly isFile?: boolean;
  readonly isRequired: boolean;
}

/** A key or setting, and where it goes. */
export interface SecretUse {
  /** Variables: one, or two for a user name and a password. */
  readonly env: readonly string[];
  readonly in: "header" | "query" | "path" | "body" | "basic";
  /** Of the header, parameter or field. */
  readonly name: string;
  /** `Bearer {key}` */
  readonly format: string;
  readonly isOptional: boolean;
  /** False for an address that the API only wants to know: it may be shown. */
  readonly isSecret: boolean;
  /** The page that hands it out. */
  readonly where?: string;
}

/** How often calls may be made, over all who share a host and a credential. */
export interface Limits {
  readonly windows: readonly { readonly requests: number; readonly ms: number }[];
  /** At the same time. */
  readonly concurrency: number;
}

/** From the bytes of an answer to what a model reads. Expressions are JMESPath. */
export interface AnswerRules {
  /** Steps before anything else, in their order. */
  readonly steps: readonly AnswerStep[];
  /** False or null of it: the answer is a failure, whatever its status. */
  readonly success?: string;
  /** What a failed answer says of itself. */
  readonly error?: string;
  /** True of it: try again later. */
  readonly retryWhen?: string;
  /** Seconds to wait, out of the body. */
  readonly retryAfter?: string;
  /** 404 means "there is none", not a failure. */
  readonly isNotFoundAnswer: boolean;
  readonly project?: string;
  /** List of `{title, url}` for the sources of the answer. */
  readonly sources?: string;
  /** Where a file lies in the answer: base64 text or an address that is fetched at once. */
  readonly file?: { readonly from: string; readonly as: "base64" | "url"; readonly mediaType: string };
}

/** What can be done to an answer before it is projected. */
export const answerSteps = ["atom", "strip-html", "percent-decode", "weather-codes", "json-strings"] as const;
/** One of them. */
export type AnswerStep = (typeof answerSteps)[number];

/** How further pages are asked for; at most `pages` of them. */
export interface Pagination {
  readonly kind: "page" | "offset" | "cursor" | "next";
  /** Parameter (argument or fixed) that says which page; absent for `next`. */
  readonly parameter?: string;
  /** For `cursor` and `next`: where the next cursor or address stands. */
  readonly from?: string;
  /** Names and `[n]` from the top to the list: `message.items`, `[1]`. */
  readonly items: string;
  readonly total?: string;
  readonly pages: number;
}

/** Submitted now, fetched when done. */
export interface Poll {
  /** JMESPath of the answer: the address to ask. */
  readonly url: string;
  readonly until: string;
  readonly fail?: string;
  readonly everyMs: number;
  readonly maxMs: number;
}
