/** From the arguments of a call to one HTTP request. */
import { ThorpError } from "../../../base/errors.ts";
import type { Json } from "../../../base/json.ts";
import type { HttpRequest } from "../../tool.ts";
import type { ApiBody, ApiOperation, ApiParameter } from "../api.ts";
import { type FormPart, multipart } from "./multipart.ts";
import type { KeyInPlace } from "./read-keys.ts";
import type { SentFile, SentFiles } from "./sent-files.ts";
import { headerValue, joined, pathValue, queryPairs, queryText } from "./serialise.ts";

/** Arguments by name, as the schema took them. */
export type Arguments = Readonly<Record<string, Json>>;

/** One request, and its address without keys. */
export interface BuiltRequest {
  readonly url: string;
  readonly shownUrl: string;
  readonly request: Pick<HttpRequest, "method" | "headers" | "body">;
}

/** What goes into requests beside arguments. */
export interface RequestParts {
  readonly keys: readonly KeyInPlace[];
  /** Headers of the engine: User-Agent, the idempotency key. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Another address for the server: an installation of one's own, a test. */
  readonly serverFor?: ((server: string) => string) | undefined;
  /** Those that the arguments name. */
  readonly files?: SentFiles;
}

/** Throws `tool-input` for arguments that would lead elsewhere, `address-refused` for a host that is not declared. */
export function buildRequest(operation: ApiOperation, input: Arguments, parts: RequestParts): BuiltRequest {
  const { url, shownUrl } = buildAddress(operation, input, parts);
  const body = bodyOf(operation, input, parts);
  const headers: Record<string, string> = {
    accept: "application/json, */*;q=0.5",
    ...parts.headers,
    ...lowerCased(operation.headers),
    ...Object.fromEntries(
      valuesIn(operation, "header", input).map(([{ name }, value]) => [name.toLowerCase(), headerValue(value)]),
    ),
    ...Object.fromEntries(
      parts.keys.filter((key) => key.in === "header").map(({ name, value }) => [name.toLowerCase(), value]),
    ),
    ...(body === undefined ? {} : { "content-type": body.mediaType }),
  };
  const request = { method: operation.method, headers, ...(body === undefined ? {} : { body: body.content }) };
  return { url, shownUrl, request };
}

/** The address alone, for who only wants to know where a call would go. Throws as `buildRequest`. */
export function buildAddress(
  operation: ApiOperation,
  input: Arguments,
  parts: RequestParts,
): Pick<BuiltRequest, "url" | "shownUrl"> {
  const url = addressOf(operation, input, { ...parts, shows: false });
  const shownUrl = addressOf(operation, input, { ...parts, keys: [], shows: true });
  const { host, protocol } = new URL(url);
  const isDeclared = parts.serverFor !== undefined || operation.hosts.includes(host);
  if (!isDeclared || !/^https?:$/.test(protocol))
    throw new ThorpError("address-refused", `${operation.name} may not ask ${host}.`);
  return { url, shownUrl };
}

type Address = RequestParts & { readonly shows: boolean };

function addressOf(operation: ApiOperation, input: Arguments, { keys, serverFor, shows }: Address): string {
  let server = operation.server;
  for (const [{ name, choices = [], argument }, value] of valuesIn(operation, "server", input)) {
    if (!choices.includes(joined(value, ",")))
      throw new ThorpError("tool-input", `${argument ?? name} must be one of: ${choices.slice(0, 20).join(", ")}.`);
    server = server.replaceAll(`{${name}}`, joined(value, ","));
  }
  if (serverFor !== undefined) server = serverFor(server).replace(/\/+$/, "");
  let path = operation.path;
  for (const [parameter, value] of valuesIn(operation, "path", input))
    path = path.replaceAll(`{${parameter.name}}`, () => pathValue(parameter, value));
  for (const { name, value } of keys.filter((key) => key.in === "path"))
    path = path.replaceAll(`{${name}}`, () => encodeURIComponent(value));
  const open = /\{([^{}]+)\}/.exec(path)?.[1];
  if (open !== undefined && !shows) throw new ThorpError("tool-input", `${operation.name} needs ${open}.`);
  const pairs = [
    ...valuesIn(operation, "query", input).flatMap(([parameter, value]) => queryPairs(parameter, value)),
    ...keys.flatMap((key): [string, string][] => (key.in === "query" ? [[key.name, key.value]] : [])),
  ];
  const [before = "", given] = path.split("?");
  const query = [given, queryText(pairs)].filter((part) => part !== undefined && part !== "").join("&");
  return new URL(`${server}${before}${query === "" ? "" : `?${query}`}`).href;
}

/** Fixed and given ones of a place, in the order of the description. */
function valuesIn(
  { parameters }: ApiOperation,
  place: ApiParameter["in"],
  input: Arguments,
): readonly (readonly [ApiParameter, Json])[] {
  return parameters.flatMap((parameter) => {
    if (parameter.in !== place) return [];
    const value = parameter.argument === undefined ? parameter.value : input[parameter.argument];
    return value === undefined ? [] : [[parameter, value] as const];
  });
}

interface BuiltBody {
  readonly mediaType: string;
  readonly content: string | Uint8Array;
}

function bodyOf(
  { body }: ApiOperation,
  input: Arguments,
  { keys, files = new Map() }: RequestParts,
): BuiltBody | undefined {
  if (body === undefined) return undefined;
  const { mediaType } = body;
  const secret = Object.fromEntries(keys.filter((key) => key.in === "body").map(({ name, value }) => [name, value]));
  const value = { ...valueOf(body, input), ...secret };
  if (body.argument !== undefined && Object.keys(secret).length === 0) {
    const whole = input[body.argument];
    if (whole === undefined) return undefined;
    if (body.isFile) {
      const file = fileAt(whole, files);
      // A range of types leaves the choice to the file.
      return { mediaType: mediaType.includes("*") ? file.mediaType : mediaType, content: file.bytes };
    }
    return { mediaType, content: mediaType === "application/json" ? JSON.stringify(whole) : joined(whole, ",") };
  }
  if (Object.keys(value).length === 0 && !body.isRequired) return undefined;
  switch (mediaType) {
    case "application/json":
      return { mediaType, content: JSON.stringify(value) };
    case "multipart/form-data": {
      const { mediaType: withBoundary, bytes } = multipart(partsOf(body, value, files));
      return { mediaType: withBoundary, content: bytes };
    }
    default:
      return {
        mediaType,
        content: queryText(Object.entries(value).flatMap(([name, each]) => queryPairs(field(name), each))),
      };
  }
}

function partsOf(body: ApiBody, value: Readonly<Record<string, Json>>, files: SentFiles): readonly FormPart[] {
  const isFile = new Set(body.fields?.flatMap((each) => (each.isFile ? [each.name] : [])));
  return Object.entries(value).flatMap(([name, each]): readonly FormPart[] => {
    if (!isFile.has(name)) return queryPairs(field(name), each);
    return (Array.isArray(each) ? each : [each]).map((path) => [name, fileAt(path, files)]);
  });
}

function fileAt(path: Json, files: SentFiles): SentFile {
  const file = typeof path === "string" ? files.get(path) : undefined;
  if (file === undefined) throw new ThorpError("internal", "A file was not read before it was to be sent.");
  return file;
}

function valueOf(body: ApiBody, input: Arguments): Record<string, Json> {
  return Object.fromEntries(
    (body.fields ?? []).flatMap(({ name, argument, value }) => {
      const given = argument === undefined ? value : input[argument];
      return given === undefined ? [] : [[name, given]];
    }),
  );
}

function field(name: string): ApiParameter {
  return { name, in: "query", style: "form", explode: true };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
