/**
 * The description of the API for people: one page made from the OpenAPI document, without a script and without anything
 * from elsewhere, so that it can be read offline and under the strictest policy.
 */
import { createHash } from "node:crypto";

type JsonObject = Readonly<Record<string, unknown>>;

const METHODS = ["get", "post", "put", "patch", "delete"];

const STYLE = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
code,pre{font:13px/1.5 ui-monospace,monospace}pre{overflow:auto;padding:.75rem;border:1px solid #8886;border-radius:6px}
details{border-top:1px solid #8884;padding:.4rem 0}summary{cursor:pointer}.method{display:inline-block;min-width:4.5rem;font-weight:700;text-transform:uppercase}
nav ul{columns:3 12rem;padding-left:1rem}table{border-collapse:collapse}td,th{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0}`;

/** Nothing but the one style sheet inside the page. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** A whole answer. `document` is what `openApiDocument` makes. */
export function docsPage(document: JsonObject): Response {
  return new Response(html(document), {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": POLICY,
      "cache-control": "no-cache",
    },
  });
}

function html(document: JsonObject): string {
  const { info, tags, paths, components } = document as {
    info: { title: string; version: string; description: string };
    tags: readonly { name: string }[];
    paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    components: { schemas: Readonly<Record<string, JsonObject>> };
  };
  const operations = Object.entries(paths).flatMap(([path, byMethod]) =>
    METHODS.flatMap((method) => {
      const operation = byMethod[method];
      return operation === undefined ? [] : [{ path, method, operation }];
    }),
  );
  const sections = tags.map(({ name }) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(name));
    return `<section id="${escaped(name)}"><h2>${escaped(name)}</h2>${own.map(operationHtml).join("")}</section>`;
  });
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) =>
      `<details id="schema-${escaped(name)}"><summary><code>${escaped(name)}</code> ${escaped(wordsOf(schema))}</summary>${schemaHtml(schema)}</details>`,
  );
  const links = [...tags.map(({ name }) => name), "shapes"].map(
    (name) => `<li><a href="#${escaped(name)}">${escaped(name)}</a></li>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(info.title)} API</title><style>${STYLE}</style></head><body><header><h1>${escaped(info.title)} API <small>${escaped(info.version)}</small></h1><p>${escaped(info.description)} <a href="openapi.json">The same for programs</a> (OpenAPI 3.1).</p></header><nav aria-label="Parts"><ul>${links.join("")}</ul></nav><main>${sections.join("")}<section id="shapes"><h2>shapes</h2>${schemas.join("")}</section></main></body></html>`;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly "x-access": string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: JsonObject }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonObject }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: JsonObject }>> }>
  >;
}

interface Placed {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

function operationHtml({ path, method, operation }: Placed): string {
  const { operationId, summary, parameters = [], requestBody, responses } = operation;
  const rows = parameters.map(
    ({ name, in: place, schema }) =>
      `<tr><td><code>${escaped(name)}</code></td><td>${place}</td><td>${escaped(wordsOf(schema))}</td></tr>`,
  );
  const table =
    rows.length === 0 ? "" : `<table><tr><th>parameter</th><th>in</th><th></th></tr>${rows.join("")}</table>`;
  const body = Object.values(requestBody?.content ?? {}).map(({ schema }) => `<h4>Body</h4>${schemaHtml(schema)}`);
  const replies = Object.entries(responses).flatMap(([status, { content = {} }]) =>
    Object.entries(content).map(
      ([type, { schema }]) =>
        `<h4>${escaped(status)} <code>${escaped(type)}</code></h4>${schema === undefined ? "" : schemaHtml(schema)}`,
    ),
  );
  return `<details id="${escaped(operationId)}"><summary><span class="method">${method}</span> <code>${escaped(path)}</code> ${escaped(summary)}</summary><p>Who may: ${escaped(operation["x-access"])}. Name: <code>${escaped(operationId)}</code>.</p>${table}${body.join("")}${replies.join("")}</details>`;
}

function wordsOf({ description }: JsonObject): string {
  return typeof description === "string" ? description : "";
}

/** Shapes with a name are shown once, and linked. */
function schemaHtml(schema: JsonObject): string {
  const json = escaped(JSON.stringify(schema, undefined, 2));
  const linked = json.replace(
    /&quot;#\/components\/schemas\/(\w+)&quot;/g,
    (_, name: string) => `<a href="#schema-${name}">${name}</a>`,
  );
  return `<pre tabindex="0">${linked}</pre>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
