/** The OpenAPI 3.1 document, made from the routes: JSON Schema 2020-12 is what 3.1 speaks, and what Zod writes. */
import { z } from "zod";
import { problemSchema } from "./problem.ts";
import { type Route, scopeOf } from "./route.ts";

type JsonObject = Record<string, unknown>;

/** Shapes that have an id stand once, under `components`. */
export function openApiDocument(routes: readonly Route[], version: string): JsonObject {
  const schemas: JsonObject = {};
  const schemaOf = (schema: z.ZodType, io: "input" | "output"): JsonObject => referenced(schema, io, schemas);
  const paths: Record<string, JsonObject> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operationOf(route, schemaOf);
  return {
    openapi: "3.1.0",
    info: {
      title: "Thorp",
      version,
      description:
        "A team of AI agents on your own machine. Money is in US dollars, times are milliseconds since 1970.",
    },
    servers: [{ url: "/" }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    // One of the two; a server without users on this machine asks for neither.
    security: [{ key: [] }, { cookie: [] }],
    components: {
      schemas,
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "An API key, as `thorp keys add` makes it." },
        cookie: {
          type: "apiKey",
          in: "cookie",
          name: "thorp_session",
          description: "From POST /api/session; named __Host-thorp over TLS. Changes need the header x-csrf-token.",
        },
      },
    },
  };
}

type SchemaOf = (schema: z.ZodType, io: "input" | "output") => JsonObject;

function operationOf(route: Route, schemaOf: SchemaOf): JsonObject {
  const parameters = [...parametersOf(route.params, "path", schemaOf), ...parametersOf(route.query, "query", schemaOf)];
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    "x-access": route.access,
    "x-owned": route.owned,
    ...(route.access === "public" ? { security: [] } : { "x-scope": scopeOf(route) }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body === undefined
      ? {}
      : {
          requestBody: { required: true, content: { "application/json": { schema: schemaOf(route.body, "input") } } },
        }),
    responses: {
      ...replyOf(route, schemaOf),
      default: {
        description: "What went wrong.",
        content: { "application/problem+json": { schema: schemaOf(problemSchema, "output") } },
      },
    },
  };
}

function replyOf({ reply, summary }: Route, schemaOf: SchemaOf): JsonObject {
  switch (reply.kind) {
    case "json":
      return {
        [reply.status ?? 200]: {
          description: summary,
          content: {
            "application/json": { schema: schemaOf(reply.schema, "output") },
            ...Object.fromEntries((reply.also ?? []).map((type) => [type, { schema: { type: "string" } }])),
          },
        },
        ...(reply.orEvents === undefined
          ? {}
          : {
              200: {
                description: "Its stream, where text/event-stream is accepted first.",
                content: { "text/event-stream": { schema: schemaOf(reply.orEvents, "output") } },
              },
            }),
      };
    case "events":
      return {
        200: { description: summary, content: { "text/event-stream": { schema: schemaOf(reply.schema, "output") } } },
      };
    case "text":
      return { 200: { description: summary, content: { [reply.mediaType]: { schema: { type: "string" } } } } };
    case "bytes":
      return { 200: { description: summary, content: { "application/octet-stream": {} } } };
    case "nothing":
      return { 204: { description: "Done." } };
  }
}

function parametersOf(
  schema: z.ZodType | undefined,
  place: "path" | "query",
  schemaOf: SchemaOf,
): readonly JsonObject[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).map(([name, member]) => ({
    name,
    in: place,
    required: place === "path",
    schema: schemaOf(member as z.ZodType, "input"),
  }));
}

/** Nested shapes with an id are lifted out of `$defs`, where Zod puts them. */
function referenced(schema: z.ZodType, io: "input" | "output", schemas: JsonObject): JsonObject {
  const { $schema: _dialect, $defs, ...json } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as JsonObject;
  for (const [name, inner] of Object.entries(($defs ?? {}) as JsonObject)) schemas[name] = pointed(inner);
  const { id } = json;
  if (typeof id !== "string") return pointed(json) as JsonObject;
  schemas[id] = pointed(json);
  return { $ref: `#/components/schemas/${id}` };
}

function pointed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (key === "id" && typeof inner === "string") return [];
      if (key === "$ref" && typeof inner === "string")
        return [[key, inner.replace(/^#\/\$defs\//, "#/components/schemas/")]];
      return [[key, pointed(inner)]];
    }),
  );
}
