/** One operation of a document, and each of its variants, as tools. */
import type { Effect } from "../../../base/intent.ts";
import type { Json } from "../../../base/json.ts";
import { dollarsToMicro } from "../../../base/money.ts";
import type { KeyPath } from "../../../base/yaml-source.ts";
import type { HttpMethod } from "../../tool.ts";
import type { AnswerRules, ApiOperation, ApiParameter, Limits, Pagination, Poll } from "../api.ts";
import type { ProblemList } from "./document-problems.ts";
import { type Extensions, readExtensions } from "./extensions.ts";
import { createSchemaReader, shortLine } from "./input-schema.ts";
import { type Arguments, type ParameterParts, readBody, readParameters, type Variant } from "./read-parameters.ts";
import { namedUses, needsOf, readSecurity } from "./read-security.ts";
import { checkEncryption, readServer } from "./read-servers.ts";
import { listOf, type Node, nodeOf, type References, textOf } from "./references.ts";

/** Where an operation stands, and in what. */
export interface OperationPlace {
  readonly id: string;
  readonly root: Node;
  readonly source: string | undefined;
  readonly item: Node;
  readonly route: string;
  readonly method: HttpMethod;
  readonly path: KeyPath;
  readonly references: References;
  readonly problems: ProblemList;
  /** Of the top of the document. */
  readonly defaults: Extensions;
  /** May say that it does less to the world than its method sounds like. */
  readonly isTrusted: boolean;
}

/** Empty, with problems, when it cannot be called. */
export function readOperation(operation: Node, place: OperationPlace): readonly ApiOperation[] {
  const { path, problems, defaults } = place;
  const own = { ...defaults, ...readExtensions(operation, path, problems) };
  const variants = listOf(operation["x-tools"]);
  if (variants.length === 0) return readVariant(operation, own, { ...place, variant: { fixed: {}, required: [] } });
  return variants.flatMap((each, at) => {
    const variant = nodeOf(each) ?? {};
    const extensions = { ...own, ...readExtensions(variant, [...path, "x-tools", at], problems) };
    const { fixed, required, ...words } = variant;
    const text = { ...operation, operationId: undefined, ...words };
    const shape: Variant = {
      fixed: (nodeOf(fixed) ?? {}) as Readonly<Record<string, Json>>,
      required: listOf(required).map(String),
    };
    return readVariant(text, extensions, { ...place, variant: shape });
  });
}

type VariantPlace = OperationPlace & Pick<ParameterParts, "variant">;

function readVariant(operation: Node, extensions: Extensions, place: VariantPlace): readonly ApiOperation[] {
  const { root, item, route, method, path, references, problems, source } = place;
  const collected: Arguments = { properties: {}, required: [], examples: {} };
  const parts: ParameterParts = {
    ...{ references, problems, variant: place.variant, arguments: collected },
    schemas: createSchemaReader(references),
  };
  const parameters = readParameters(
    [
      { list: item["parameters"], path: [...path.slice(0, -1), "parameters"] },
      { list: operation["parameters"], path: [...path, "parameters"] },
    ],
    parts,
  );
  const body = readBody(operation["requestBody"], [...path, "requestBody"], parts);
  const serverPath: KeyPath = operation["servers"] !== undefined ? [...path, "servers"] : ["servers"];
  const server = readServer(operation["servers"] ?? item["servers"] ?? root["servers"], serverPath, {
    ...parts,
    source,
  });
  if (parameters === undefined || body === "refused" || server === undefined) return [];
  const secrets = [...readSecurity(operation, path, place), ...namedUses(extensions)];
  const hasSecret = secrets.some(({ isSecret }) => isSecret);
  if (!checkEncryption(server, serverPath, { hasSecret, problems })) return [];
  const all = [...server.parameters, ...parameters];
  const unnamed = missingInPath(route, all, secrets);
  if (unnamed !== undefined) {
    problems.error(path, `the path ${route} has no parameter \`${unnamed}\``);
    return [];
  }
  const sendsFiles = body?.isFile === true || body?.fields?.some(({ isFile }) => isFile === true) === true;
  // What lies on this machine never leaves it as a mere question.
  const stated = effectOf(extensions, place);
  const effect = sendsFiles && stated === "fetch" ? "send" : stated;
  const idempotencyHeader = extensions["x-idempotency"];
  const { timeoutMs, pollOf } = timing(extensions);
  const poll = pollOf();
  return [
    {
      ...wordsOf(operation, extensions, place),
      ...{ method, path: route, server: server.server, parameters: all, secrets, effect },
      ...(body === undefined ? {} : { body }),
      input: {
        type: "object",
        properties: collected.properties as Record<string, Json>,
        required: collected.required,
        additionalProperties: false,
      },
      ...sampleOf(collected),
      repeatable: effect === "fetch" || idempotencyHeader !== undefined,
      needs: needsOf(secrets, extensions),
      headers: extensions["x-headers"] ?? {},
      namesContact: extensions["x-contact"] ?? false,
      hosts: [...new Set([...server.hosts, ...(extensions["x-async"]?.hosts ?? [])])],
      redirects: extensions["x-redirects"] ?? "declared",
      limits: limitsOf(extensions, extensions["x-limits"]),
      ...contactLimits(extensions),
      timeoutMs,
      answer: answerOf(extensions),
      ...paginationOf(extensions),
      ...(poll === undefined ? {} : { poll }),
      ...(idempotencyHeader === undefined ? {} : { idempotencyHeader }),
      ...termsOf(extensions, place),
    },
  ];
}

function sampleOf({ required, examples }: Arguments): { readonly sample?: Readonly<Record<string, Json>> } {
  return required.every((name) => examples[name] !== undefined) ? { sample: examples } : {};
}

/** The first `{name}` of a path that nothing fills. */
function missingInPath(
  route: string,
  parameters: readonly ApiParameter[],
  secrets: ApiOperation["secrets"],
): string | undefined {
  const given = new Set([...parameters, ...secrets].flatMap((each) => (each.in === "path" ? [each.name] : [])));
  return [...route.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name ?? "").find((name) => !given.has(name));
}

function wordsOf(
  operation: Node,
  extensions: Extensions,
  { id, method, route }: VariantPlace,
): Pick<ApiOperation, "name" | "capability" | "description" | "examples"> {
  const summary = textOf(operation["summary"]);
  const described = textOf(operation["description"]);
  const both = [summary, described === summary ? undefined : described].flatMap((each) => each ?? []);
  const sentences = both.map((each) => each.trim().replace(/([^.!?])$/, "$1."));
  const made = textOf(operation["operationId"]) ?? `${method.toLowerCase()} ${route}`;
  return {
    name: extensions["x-name"] ?? `${id}_${snake(made)}`.slice(0, 64).replace(/_+$/, ""),
    capability: extensions["x-capability"] ?? `api-${id.replaceAll("_", "-")}`,
    description: shortLine(sentences.join(" "), 600) || `${method} ${route}`,
    examples: extensions["x-examples"] ?? (summary === undefined ? [] : [shortLine(summary, 200)]),
  };
}

function snake(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toLowerCase();
}

const byMethod: Readonly<Record<HttpMethod, Effect>> = {
  ...{ GET: "fetch", HEAD: "fetch", POST: "send", PUT: "send", PATCH: "send", DELETE: "delete" },
};

/** A stranger's document may make a call sound worse, never better. */
function effectOf(extensions: Extensions, { method, path, isTrusted, problems }: VariantPlace): Effect {
  const usual = byMethod[method];
  const stated = extensions["x-effect"];
  if (stated === undefined || stated === usual) return usual;
  if (isTrusted || usual === "fetch") return stated;
  if (stated !== "fetch") return stated;
  problems.note([...path, "x-effect"], `\`x-effect: fetch\` of a ${method} is not believed: it counts as ${usual}`);
  return usual;
}

/** For whom nothing is known: as polite as a careful person. */
function limitsOf(extensions: Extensions, stated: Extensions["x-limits"] = [{ requests: 5, seconds: 1 }]): Limits {
  return {
    windows: stated.map(({ requests, seconds }) => ({ requests, ms: Math.round(seconds * 1000) })),
    concurrency: extensions["x-concurrency"] ?? 2,
  };
}

function contactLimits(extensions: Extensions): { readonly contactLimits?: Limits } {
  const stated = extensions["x-contact-limits"];
  return stated === undefined ? {} : { contactLimits: limitsOf(extensions, stated) };
}

function timing(extensions: Extensions): { readonly timeoutMs: number; pollOf(): Poll | undefined } {
  const stated = extensions["x-async"];
  return {
    timeoutMs: (extensions["x-timeout"] ?? 20) * 1000,
    pollOf: () =>
      stated && {
        ...{ url: stated.poll, until: stated.until, ...(stated.fail === undefined ? {} : { fail: stated.fail }) },
        everyMs: (stated.every ?? 2) * 1000,
        maxMs: (stated.max ?? 120) * 1000,
      },
  };
}

function answerOf(extensions: Extensions): AnswerRules {
  const rules = {
    ...{ success: extensions["x-success"], error: extensions["x-error"], retryWhen: extensions["x-retry-when"] },
    ...{ retryAfter: extensions["x-retry-after"], project: extensions["x-project"], sources: extensions["x-sources"] },
    file: extensions["x-artifact"],
  };
  const stated = Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
  return { steps: extensions["x-format"] ?? [], isNotFoundAnswer: extensions["x-not-found"] === "answer", ...stated };
}

function paginationOf(extensions: Extensions): { readonly pagination?: Pagination } {
  const stated = extensions["x-pagination"];
  if (stated === undefined) return {};
  const { parameter, from, total, ...rest } = stated;
  const optional = Object.entries({ parameter, from, total }).filter(([, value]) => value !== undefined);
  return { pagination: { ...rest, pages: stated.pages ?? 3, ...Object.fromEntries(optional) } };
}

function termsOf(
  extensions: Extensions,
  { isTrusted, id, root }: VariantPlace,
): Pick<ApiOperation, "terms" | "evidence" | "shape" | "price"> {
  const url = termsPage(root);
  const { "x-attribution": attribution, "x-note": note, "x-price": price } = extensions;
  return {
    terms: {
      provider: id,
      cacheMs: (extensions["x-cache"] ?? 0) * 1000,
      training: extensions["x-training"] ?? "unknown",
      ...(attribution === undefined ? {} : { attribution }),
      ...(url === undefined ? {} : { url }),
      ...(note === undefined ? {} : { note }),
    },
    // A stranger's document does not say of itself how true it is.
    evidence: isTrusted ? (extensions["x-evidence"] ?? "recalled") : "declared-by-server",
    shape: isTrusted ? (extensions["x-shape"] ?? "recalled") : "declared",
    ...(price === undefined ? {} : { price: dollarsToMicro(price) }),
  };
}

/** Where OpenAPI itself has a place for it: the terms of the service, else the licence of the API. */
function termsPage(root: Node): string | undefined {
  const info = nodeOf(root["info"]) ?? {};
  const pages = [textOf(info["termsOfService"]), textOf((nodeOf(info["license"]) ?? {})["url"])];
  return pages.find((page) => page !== undefined && /^https?:\/\//.test(page));
}
