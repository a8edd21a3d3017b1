/** The description of the API: valid for a real validator, and readable for people without a script. */
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, it } from "vitest";
import { openApi } from "./api-bench.ts";

it("is valid OpenAPI 3.1", async () => {
  const api = await openApi();
  const { body } = await api.call("GET", "/api/openapi.json");
  const validator = new Validator();
  const result = await validator.validate(body);
  expect(result.errors).toBeUndefined();
  expect(result.valid).toBe(true);
  expect(validator.version).toBe("3.1");
});

it("has a page that needs nothing but itself, with every route", async () => {
  const api = await openApi();
  const { headers, body } = await api.call("GET", "/api/docs");
  const html = body as unknown as string;
  expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(html).not.toMatch(/<script|https?:\/\//);
  const { paths } = (await api.call("GET", "/api/openapi.json")).body as unknown as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  for (const operations of Object.values(paths))
    for (const { operationId } of Object.values(operations)) expect(html).toContain(`id="${operationId}"`);
});
