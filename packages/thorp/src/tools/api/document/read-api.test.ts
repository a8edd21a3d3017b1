import { describe, expect, it } from "vitest";
import { ThorpError } from "../../../base/errors.ts";
import { readApi } from "./read-api.ts";

const head = 'openapi: 3.1.0\ninfo: {title: Tide Desk, version: "2"}\nservers: [{url: "https://tides.example/v1/"}]\n';
const read = (text: string, options: { isTrusted?: boolean; source?: string } = {}) =>
  readApi(text, { file: "tides.yaml", ...options });

function refusal(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ThorpError && error.code === "api-invalid") return error.message;
    throw error;
  }
  throw new Error("it was taken");
}

describe("a document", () => {
  it("of 3.0 as vendors ship it becomes tools", () => {
    const { api, problems } = read(
      JSON.stringify({
        openapi: "3.0.3",
        info: { title: "Tide Desk", version: "2" },
        externalDocs: { url: "https://tides.example/keys" },
        servers: [{ url: "https://tides.example/v1/" }],
        security: [{ key: [] }],
        paths: {
          "/ports/{id}": {
            parameters: [{ $ref: "#/components/parameters/Id" }],
            get: {
              operationId: "getPortById",
              summary: "One port",
              description: "With <b>all</b> of its\n\ntides",
              parameters: [
                {
                  name: "height",
                  in: "query",
                  schema: { type: "number", nullable: true, minimum: 0, exclusiveMinimum: true },
                },
                { name: "Accept", in: "header", schema: { type: "string" } },
              ],
            },
            delete: { operationId: "removePort" },
          },
        },
        components: {
          parameters: {
            Id: { name: "id", in: "path", required: true, description: "Its id", schema: { type: "string" } },
          },
          securitySchemes: { key: { type: "apiKey", in: "query", name: "api_key" } },
        },
      }),
    );
    expect(problems).toEqual([]);
    expect(api).toMatchObject({ id: "tide_desk", title: "Tide Desk", version: "2", hosts: ["tides.example"] });
    expect(api.operations.map(({ name, effect, repeatable }) => [name, effect, repeatable])).toEqual([
      ["tide_desk_get_port_by_id", "fetch", true],
      ["tide_desk_remove_port", "delete", false],
    ]);
    expect(api.operations[0]).toMatchObject({
      description: "One port. With all of its tides.",
      server: "https://tides.example/v1",
      needs: [{ kind: "key", env: "TIDE_DESK_API_KEY", isOptional: false, where: "https://tides.example/keys" }],
      evidence: "declared-by-server",
      input: {
        properties: {
          id: { type: "string", description: "Its id" },
          height: { type: ["number", "null"], exclusiveMinimum: 0 },
        },
        required: ["id"],
      },
    });
  });

  it("with several tools on one operation gives each what is fixed for it", () => {
    const { api } = read(`${head}x-id: tides
paths:
  /api:
    get:
      parameters:
        - {name: action, in: query, required: true, schema: {type: string}}
        - {name: word, in: query, schema: {type: string}}
      x-tools:
        - {x-name: find_port, summary: Finds, fixed: {action: find}, required: [word]}
        - {x-name: list_ports, summary: Lists, fixed: {action: list, word: null}}
`);
    const [find, list] = api.operations;
    expect(find?.input).toMatchObject({ required: ["word"] });
    expect(find?.parameters.find(({ name }) => name === "action")).toMatchObject({ value: "find" });
    expect(Object.keys(list?.input["properties"] ?? {})).toEqual([]);
    expect(list?.parameters).toHaveLength(1);
  });

  it("may let a call choose among the hosts that it lists, and no other", () => {
    const { api } = read(`openapi: 3.1.0
info: {title: T, version: "1"}
servers: [{url: "https://{lang}.tides.example", variables: {lang: {default: en, enum: [en, de]}}}]
paths: {/a: {get: {operationId: a}}}`);
    expect(api.hosts).toEqual(["de.tides.example", "en.tides.example"]);
    expect(api.operations[0]?.input["properties"]).toMatchObject({ lang: { enum: ["en", "de"], default: "en" } });
  });

  it("that contains itself ends where it would begin again", () => {
    const { api } = read(`${head}paths:
  /a:
    post:
      operationId: make
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Node"}}}}
components:
  schemas:
    Node: {type: object, properties: {name: {type: string}, child: {$ref: "#/components/schemas/Node"}}}
`);
    expect(api.operations[0]?.input["properties"]).toEqual({ name: { type: "string" }, child: {} });
  });

  it("of great width and depth stays small as a tool", () => {
    const wide = (depth: number): object => ({
      type: "object",
      properties: Object.fromEntries(
        Array.from({ length: 6 }, (_, at) => [`p${at}`, depth === 0 ? { type: "string" } : wide(depth - 1)]),
      ),
    });
    const { api } = read(
      JSON.stringify({
        openapi: "3.1.0",
        info: { title: "Wide", version: "1" },
        servers: [{ url: "https://tides.example" }],
        paths: {
          "/a": { post: { operationId: "a", requestBody: { content: { "application/json": { schema: wide(5) } } } } },
        },
      }),
    );
    expect(JSON.stringify(api).length).toBeLessThan(40_000);
  });

  it("of a stranger cannot say that a call does less than its method", () => {
    const text = `${head}paths: {/a: {post: {operationId: a, x-effect: fetch}, get: {operationId: b, x-effect: pay}}}`;
    const stranger = read(text);
    expect(stranger.api.operations.map(({ effect }) => effect)).toEqual(["pay", "send"]);
    expect(stranger.problems).toMatchObject([{ severity: "note", message: expect.stringContaining("not believed") }]);
    expect(read(text, { isTrusted: true }).api.operations.map(({ effect }) => effect)).toEqual(["pay", "fetch"]);
  });

  it("from the web may have a server that counts from its address", () => {
    const text =
      'openapi: 3.1.0\ninfo: {title: T, version: "1"}\nservers: [{url: /api}]\npaths: {/a: {get: {operationId: a}}}';
    expect(read(text, { source: "https://tides.example/openapi.yaml" }).api.operations[0]?.server).toBe(
      "https://tides.example/api",
    );
    expect(read(text).problems[0]?.message).toMatch(/is no whole address/);
  });
});

describe("what is wrong is told with its line", () => {
  it.each([
    ["", "tides.yaml:1:1: this is no OpenAPI document"],
    ["[1, 2]", "tides.yaml:1:1: this is no OpenAPI document"],
    ["swagger: '2.0'\npaths: {}\n", "tides.yaml:1:10: this is Swagger 2"],
    ["openapii: 3.1.0\npaths: {}", "tides.yaml:1:1: there is no `openapi: 3.1.0` at the top"],
    ["openapi: 4.0.0\npaths: {}", "tides.yaml:1:10: OpenAPI 4.0.0 cannot be read"],
    ["openapi: 3.1.0\ninfo: {}\n", "there are no `paths`"],
    ["openapi: 3.1.0\n\tpaths: {}", "tides.yaml:2:1:"],
    ['{"openapi": "3.1.0",\n "paths": {]}', "tides.yaml:2:"],
    ["a: &a [1]\nb: *c", "has no anchor"],
  ])("%j", (text, words) => {
    expect(refusal(text)).toContain(words);
  });

  it.each([
    [
      "x-sucess: a\npaths: {}",
      { line: 4, severity: "note", message: expect.stringContaining("did you mean `x-success`?") },
    ],
    ["pathes: {}\npaths: {}", { line: 4, severity: "note", message: expect.stringContaining("did you mean `paths`?") }],
    [
      "x-success: 'a =='\npaths: {}",
      { line: 4, severity: "error", message: expect.stringContaining("is not JMESPath") },
    ],
    [
      "x-async: {poll: a, untill: b}\npaths: {}",
      { severity: "error", message: expect.stringMatching(/untill.*did you mean `until`/) },
    ],
    ["paths:\n  /a/{id}:\n    get: {operationId: a}", { line: 6, message: "the path /a/{id} has no parameter `id`" }],
    [
      "paths:\n  /a:\n    get:\n      parameters:\n        - {$ref: '#/components/parameters/No'}",
      { line: 8, message: "the reference `#/components/parameters/No` leads nowhere" },
    ],
    [
      "paths:\n  /a:\n    get:\n      parameters:\n        - {$ref: 'other.yaml#/x'}",
      { line: 8, message: expect.stringContaining("is another file") },
    ],
    [
      "paths:\n  /a:\n    get:\n      security: [{nokey: []}]",
      { line: 7, message: expect.stringContaining("no security scheme `nokey`") },
    ],
    [
      "paths:\n  /a: {get: {operationId: a}, post: {operationId: A}}",
      { line: 5, message: expect.stringContaining("a second tool is called `tide_desk_a`") },
    ],
    [
      "paths: {/a: {$ref: '#/paths/~1b'}, /b: {$ref: '#/paths/~1a'}}",
      { message: expect.stringContaining("refers to itself") },
    ],
  ])("%j", (text, problem) => {
    expect(read(head + text).problems).toContainEqual(expect.objectContaining(problem));
  });

  it("a key never goes over plain http to another machine", () => {
    const text = `openapi: 3.1.0
info: {title: T, version: "1"}
servers: [{url: "http://tides.example"}]
paths: {/a: {get: {operationId: a, security: [{k: []}]}}, /b: {get: {operationId: b}}}
components: {securitySchemes: {k: {type: http, scheme: bearer}}}`;
    const { api, problems } = read(text);
    expect(api.operations.map(({ name }) => name)).toEqual(["t_b"]);
    expect(problems.map(({ severity, line }) => [severity, line])).toEqual([
      ["error", 3],
      ["note", 3],
    ]);
  });

  it("a text that is far too long is not read", () => {
    expect(() => read(`openapi: 3.1.0\n${"#".repeat(5 << 20)}`)).toThrow(
      expect.objectContaining({ code: "input-too-large" }),
    );
  });

  it("nothing that can be written down breaks the reader", () => {
    const values = ["null", "1", "[]", "text", "{a: {b: []}}", "[[[1]]]", "{$ref: '#'}", "{get: 1, parameters: 3}"];
    const keys = ["paths", "servers", "info", "components", "security", "x-id", "x-limits", "x-tools"];
    for (const key of keys)
      for (const value of values)
        for (const rest of [
          "",
          "\npaths: {/a: {get: {parameters: {}, requestBody: [], servers: 1, security: 2, x-tools: [1]}}}",
        ]) {
          if (rest !== "" && key === "paths") continue;
          try {
            read(`openapi: 3.1.0\n${key}: ${value}${rest}`);
          } catch (error) {
            expect(error).toMatchObject({ code: "api-invalid" });
          }
        }
  });
});
