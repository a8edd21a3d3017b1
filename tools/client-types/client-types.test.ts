import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { typesFromSchemas } from "./typescript-from-schema.ts";
import { clientTypes } from "./wire-types.ts";

describe("the client's types", () => {
  it("are those of the wire (else run `npm run docs`)", () => {
    const types = clientTypes();
    for (const [file, text] of types) {
      expect(readFileSync(new URL(`../../${file}`, import.meta.url), "utf8"), file).toBe(text);
    }
    const there = readdirSync(new URL("../../packages/client/src/wire", import.meta.url));
    expect(there.map((name) => `packages/client/src/wire/${name}`).sort()).toEqual([...types.keys()].sort());
  });

  it.each([
    [{ type: "array", items: { enum: ["a", 1] } }, 'readonly ("a" | 1)[]'],
    [{ type: "object", additionalProperties: { type: "number" } }, "Readonly<Record<string, number>>"],
    [{ anyOf: [{ type: "string" }, { type: "null" }, { type: "string" }] }, "string | null"],
    [
      { type: "object", properties: { "a-b": {}, c: { const: 1 } }, required: ["c"] },
      '{ readonly "a-b"?: unknown; readonly c: 1 }',
    ],
    [
      { type: "array", items: { type: "array", prefixItems: [{ type: "number" }, { const: "a" }], items: false } },
      'readonly (readonly [number, "a"])[]',
    ],
    [{ $ref: "#/$defs/Run" }, "Run"],
    [
      { anyOf: ["a", "b"].map((own) => ({ type: "object", properties: { x: {}, y: {}, z: {}, [own]: {} } })) },
      "{ readonly x?: unknown; readonly y?: unknown; readonly z?: unknown } & (\n  | { readonly a?: unknown }\n  | { readonly b?: unknown }\n)",
    ],
  ])("%j", (schema, type) => {
    expect(typesFromSchemas([{ name: "X", schema }]).get("X")).toBe(`export type X = ${type};\n`);
  });

  it("need nothing: the client imports only its own files", () => {
    const folder = fileURLToPath(new URL("../../packages/client/src", import.meta.url));
    const sources = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
    expect(sources.length).toBeGreaterThan(5);
    for (const name of sources) {
      const imports = [
        ...readFileSync(`${folder}/${name}`, "utf8").matchAll(/\bfrom "([^"]+)"|\bimport\("([^"]+)"\)/g),
      ];
      for (const [, from, lazily] of imports) expect(from ?? lazily, name).toMatch(/^\.\//);
    }
  });

  it("refuse what they do not know", () => {
    expect(() => typesFromSchemas([{ name: "X", schema: { type: "date" } }])).toThrow("No type for");
  });
});
