/** The words of a server's error, whatever it wrapped them in: JSON of several kinds, HTML, plain text. */
import { parseJson } from "../../base/json.ts";

/** What a server said was wrong. */
export interface ServerMessage {
  /** One line, short enough to show. Empty when the server said nothing. */
  readonly text: string;
  /** What the server called it: `context_length_exceeded`, `rate_limit_error`; its `code` and `type` together. */
  readonly kind: string;
  /** A status inside the body, as OpenRouter sends it after a 200. */
  readonly status?: number;
}

const LONGEST = 400;

/** Reads the body of a refused request. The content type is not asked: servers and proxies get it wrong. */
export function messageFromBody(body: string): ServerMessage {
  const trimmed = body.trim();
  const parsed = trimmed.startsWith("{") || trimmed.startsWith("[") ? parseJson(trimmed) : undefined;
  if (parsed !== undefined) return messageFromJson(Array.isArray(parsed) ? parsed[0] : parsed);
  return { text: oneLine(trimmed.startsWith("<") ? textOfHtml(trimmed) : trimmed), kind: "" };
}

/** `{ error: "…" }`, `{ error: { message, code, type } }`, `{ message }`, `{ detail }`. */
export function messageFromJson(value: unknown): ServerMessage {
  if (typeof value === "string") return { text: oneLine(value), kind: "" };
  if (!isRecord(value)) return { text: "", kind: "" };
  const inner = value["error"] ?? value;
  if (typeof inner === "string") return { text: oneLine(inner), kind: "" };
  if (!isRecord(inner)) return { text: oneLine(JSON.stringify(value)), kind: "" };
  const said = inner["message"] ?? inner["detail"] ?? inner["error"] ?? inner["title"];
  const status = Number(inner["code"] ?? inner["status"]);
  return {
    text: oneLine(typeof said === "string" ? said : JSON.stringify(said ?? inner)) + upstreamDetail(inner["metadata"]),
    kind: [inner["code"], inner["type"]].filter((part) => typeof part === "string").join(" "),
    ...(Number.isInteger(status) && status >= 300 && status < 600 && { status }),
  };
}

/** A router's message is often just "Provider returned error"; the reason stands in what the provider said. */
function upstreamDetail(metadata: unknown): string {
  if (!isRecord(metadata)) return "";
  const raw = metadata["raw"];
  const name = metadata["provider_name"];
  const detail = typeof raw === "string" ? messageFromBody(raw).text : "";
  if (detail === "") return "";
  return ` (${typeof name === "string" ? `${name}: ` : ""}${detail})`;
}

function textOfHtml(html: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(html)?.[1];
  return title ?? html.replace(/<(script|style)[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " ");
}

function oneLine(text: string): string {
  // Cut first: an error page may be megabytes long.
  const line = text
    .slice(0, LONGEST * 4)
    .replace(/\s+/g, " ")
    .trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)} …` : line;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
