/** What an answer is: data, a file, nothing on purpose, or one of the many ways in which services fail. */
import { type ErrorCode, ThorpError } from "../../../base/errors.ts";
import { type Json, parseJson } from "../../../base/json.ts";
import type { FetchedAnswer } from "../../tool.ts";
import type { ApiOperation } from "../api.ts";
import { type Expressions, isTrue } from "../expression.ts";
import { takeSteps } from "./answer-steps.ts";
import { readXml } from "./read-xml.ts";

/** `again`: the service is busy; `retryAfter` is what its answer says of the time. */
export type Answer =
  | { readonly kind: "data"; readonly data: Json }
  | { readonly kind: "file"; readonly bytes: Uint8Array; readonly mediaType: string }
  | { readonly kind: "nothing" }
  | { readonly kind: "again"; readonly why: string; readonly retryAfter: Json }
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly why: string };

/** In Atom and RSS these may stand once and are meant as lists. */
const atomLists: ReadonlySet<string> = new Set(["entry", "author", "link", "category", "item"]);
/** DeepL and others say with 529 that they are overloaded. */
const busy: ReadonlySet<number> = new Set([429, 503, 529]);

/** Pure; never throws for anything that a service sends. */
export function readAnswer(operation: ApiOperation, answer: FetchedAnswer, expressions: Expressions): Answer {
  const { status, bytes } = answer;
  const rules = operation.answer;
  const read = dataOf(operation, answer);
  const data = read.kind === "data" ? takeSteps(read.data, rules.steps) : null;
  const said = () => (read.kind === "data" ? complaint(operation, data, expressions) : "");
  if (busy.has(status)) {
    const retryAfter = rules.retryAfter === undefined ? null : expressions.of(rules.retryAfter, data);
    return { kind: "again", why: `status ${status}${said()}`, retryAfter };
  }
  if (status === 404 && rules.isNotFoundAnswer) return { kind: "nothing" };
  if (status >= 300) return { kind: "failed", ...failureOf(operation, status, said()) };
  if (bytes.length === 0) {
    if (operation.effect !== "fetch" && operation.method !== "GET") return { kind: "data", data: null };
    if (status === 204) return { kind: "nothing" };
    return failed(`it answered with nothing at all (status ${status})`);
  }
  if (read.kind !== "data") return read;
  if (rules.retryWhen !== undefined && isTrue(expressions.of(rules.retryWhen, data))) {
    const retryAfter = rules.retryAfter === undefined ? null : expressions.of(rules.retryAfter, data);
    return { kind: "again", why: `it is busy${said()}`, retryAfter };
  }
  if (rules.success !== undefined && !isTrue(expressions.of(rules.success, data)))
    return failed(`it reported a failure${said()}`);
  return { kind: "data", data };
}

function failed(why: string, code: ErrorCode = "tool-failed"): Extract<Answer, { kind: "failed" }> {
  return { kind: "failed", code, why };
}

function failureOf(operation: ApiOperation, status: number, said: string): { code: ErrorCode; why: string } {
  const keys = operation.secrets.filter(({ isSecret }) => isSecret).flatMap(({ env }) => env);
  const key = keys.length === 0 ? "" : `; look at ${keys.join(" and ")}`;
  switch (status) {
    case 401:
    case 407:
      return { code: "key-missing", why: `it does not accept the key (status ${status})${key}${said}` };
    case 402:
      return { code: "tool-failed", why: `it wants to be paid first (status 402)${said}` };
    case 403:
      return { code: "tool-failed", why: `it does not allow this (status 403)${key}${said}` };
    case 404:
    case 410:
      return { code: "tool-failed", why: `it has nothing there (status ${status})${said}` };
    case 400:
    case 413:
    case 414:
    case 422:
      return { code: "tool-input", why: `it did not take these arguments (status ${status})${said}` };
    case 456:
      return { code: "tool-failed", why: `the quota is used up (status 456)${said}` };
    default:
      if (status >= 500) return { code: "tool-failed", why: `it has an error of its own (status ${status})${said}` };
      return { code: "tool-failed", why: `it answered with status ${status}${said}` };
  }
}

type Content = { readonly kind: "data"; readonly data: Json } | Extract<Answer, { readonly kind: "file" | "failed" }>;

/** The bytes decide where they can: many services send JSON under another name. */
function dataOf({ answer: { steps } }: ApiOperation, { bytes, mediaType, status }: FetchedAnswer): Content {
  const [type = "", charset] = mediaType.split(";charset=");
  if (isFile(type)) return { kind: "file", bytes, mediaType: type };
  const text = textOf(bytes, charset);
  if (steps.includes("atom")) {
    const xml = /^\s*</.test(text) && !isPage(text) ? readXml(text, atomLists) : undefined;
    return xml === undefined ? failed("it did not answer with XML") : { kind: "data", data: xml };
  }
  const json = parseJson(text.replace(/^\ufeff/, "")) as Json | undefined;
  if (json !== undefined) return { kind: "data", data: json };
  if (isPage(text)) {
    const title = /<title[^>]*>([^<]{1,120})/i.exec(text)?.[1]?.replace(/\s+/g, " ").trim();
    return failed(`it answered with a web page instead of data${title ? `: “${title}”` : ""}`);
  }
  if (type === "application/json" || type.endsWith("+json")) return failed("its answer is called JSON and is none");
  if (type.startsWith("text/") || status >= 300) return { kind: "data", data: text };
  return failed(`its answer is of the type ${type}, which cannot be read`);
}

function isFile(type: string): boolean {
  return /^(?:image|audio|video|font)\//.test(type) || ["application/pdf", "application/zip"].includes(type);
}

function isPage(text: string): boolean {
  return /^\s*(?:<!--[\s\S]{0,500}?-->\s*)?<(?:!doctype html|html|head|body)\b/i.test(text.slice(0, 2000));
}

function textOf(bytes: Uint8Array, charset = "utf-8"): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** What the service says itself, bounded: it is data, and never more than a clause of our sentence. */
function complaint({ answer }: ApiOperation, data: Json, expressions: Expressions): string {
  const places = answer.error === undefined ? usualPlaces : [answer.error, ...usualPlaces];
  const found = places.map((place) => expressions.of(place, data)).find((each) => isTrue(each));
  const text = typeof data === "string" ? data : typeof found === "string" ? found : found && JSON.stringify(found);
  const line = String(text ?? "")
    .replace(/\s+/g, " ")
    .trim();
  return line === "" ? "" : `: ${line.slice(0, 300)}`;
}

const usualPlaces = ["error.message", "error_description", "error", "message", "detail", "errors[0].message", "title"];

/** The refusal of a call as an error. */
export function answerError(
  tool: string,
  host: string,
  { code, why }: Extract<Answer, { kind: "failed" }>,
): ThorpError {
  const hint = code === "tool-input" ? "Call it again with other arguments." : "Use another tool, or go on without it.";
  return new ThorpError(code, `${tool} brought nothing from ${host}: ${why}.`, { hint });
}
