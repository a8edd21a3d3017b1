/**
 * Every tool that ships, called through the engine against a mock server that Prism makes of the same description:
 * what is sent fits the description, and what comes back is read. This says nothing about the services themselves.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSystemClock } from "../../packages/thorp/src/base/clock.ts";
import type { Json } from "../../packages/thorp/src/base/json.ts";
import type { Api, ApiOperation } from "../../packages/thorp/src/tools/api/api.ts";
import { createApiCalls } from "../../packages/thorp/src/tools/api/api-calls.ts";
import { apiTools } from "../../packages/thorp/src/tools/api/api-tool.ts";
import { createExpressions } from "../../packages/thorp/src/tools/api/expression.ts";
import { createGuardedFetch } from "../../packages/thorp/src/tools/context/guarded-fetch.ts";
import { createToolContext } from "../../packages/thorp/src/tools/context/tool-context.ts";
import type { ToolOutput } from "../../packages/thorp/src/tools/tool.ts";
import { compileApis } from "../catalog/compile-apis.ts";
import { exampleAnswer } from "../catalog/example-answer.ts";
import { type PrismServers, startPrism } from "./start-prism.ts";

const apis = JSON.parse(compileApis()) as readonly Api[];
const operations = apis.flatMap((api) => api.operations.map((operation) => [operation.name, api, operation] as const));
const needed: Readonly<Record<string, string>> = { CONTACT_EMAIL: "ann@example.org" };
const clock = createSystemClock();

let prism: PrismServers;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "thorp-prism-"));
  const file = (id: string) => fileURLToPath(new URL(`../../catalog/${id}.yaml`, import.meta.url));
  prism = await startPrism(apis.map(({ id }) => file(id)));
}, 240_000);
afterAll(() => {
  prism.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Without the limits of the service, which is not asked; slashes in paths and types of answers as Prism takes them. */
function loosened(operation: ApiOperation): ApiOperation {
  const { contactLimits: _, ...rest } = operation;
  const parameters = operation.parameters.map((parameter) => ({ ...parameter, isRaw: false }));
  return { ...rest, parameters, headers: {}, limits: { windows: [], concurrency: 8 } };
}

function call(api: Api, operation: ApiOperation, input: Readonly<Record<string, Json>>): Promise<ToolOutput> {
  const address = prism.addresses[`${api.id}.yaml`] ?? "";
  const calls = createApiCalls({ clock, dice: () => 0, agentName: "thorp/test", serverFor: () => address });
  const [tool] = apiTools({ ...api, operations: [operation] }, calls);
  const context = createToolContext({
    ...{ clock, timeZone: "UTC", signal: new AbortController().signal, key: "run_1/t1/2" },
    ...{ workspace: folder, out: join(folder, "out"), needed: async (name: string) => needed[name] },
    guardedFetch: createGuardedFetch({ clock, allowHosts: [new URL(address).host] }),
  });
  if (tool === undefined) throw new Error(`${operation.name} is no tool`);
  return tool.execute(input, context);
}

const expressions = createExpressions();

/** Needed by the tool, though the service takes a call without: one of several tools on one operation. */
const variants: Readonly<Record<string, string>> = { search_preprints: "query", get_preprint: "preprint" };

describe.each(operations)("%s", (_name, api, described) => {
  const operation = loosened(described);
  const input = described.sample ?? {};

  it("is taken with its example arguments, and its answer is read", async () => {
    const [tool] = apiTools(
      { ...api, operations: [operation] },
      createApiCalls({ clock, dice: () => 0, agentName: "" }),
    );
    const parsed = tool?.input.parse(input) as Readonly<Record<string, Json>>;
    const output = await call(api, operation, parsed);
    expect(output).toMatchObject({ ok: true });
    const { text } = exampleAnswer(api.id, described);
    if (!output.ok || operation.answer.steps.length > 0) return;
    expect(output.data).toEqual(expressions.of(operation.answer.project ?? "@", JSON.parse(text) as Json));
  });

  it("says what to do when there are too many calls", async () => {
    const limited = { ...operation, headers: { ...operation.headers, Prefer: "code=429" } };
    const output = await call(api, limited, input);
    expect(output).toMatchObject({
      ok: false,
      code: "rate-limited",
      text: expect.stringContaining("no more calls before"),
    });
  });

  const required = (described.input["required"] as readonly string[]).filter((name) =>
    // What stands in the path cannot be left out: there would be another path.
    described.parameters.every((parameter) => parameter.argument !== name || parameter.in !== "path"),
  );
  const demanded = required.filter((name) => !(described.name in variants) || variants[described.name] !== name);
  it.each(demanded)("is refused without %s, in words that a model can act on", async (name) => {
    const { [name]: _, ...rest } = input;
    const output = await call(api, operation, rest);
    expect(output).toMatchObject({ ok: false, code: "tool-input" });
  });
});

it("no contact address, no call where one is demanded", async () => {
  const api = apis.find(({ id }) => id === "unpaywall") as Api;
  const [operation] = api.operations as readonly [ApiOperation];
  const address = prism.addresses["unpaywall.yaml"] ?? "";
  const calls = createApiCalls({ clock, dice: () => 0, agentName: "thorp/test", serverFor: () => address });
  const [tool] = apiTools(api, calls);
  const context = createToolContext({
    ...{ clock, timeZone: "UTC", signal: new AbortController().signal, key: "run_1/t1/2" },
    ...{ workspace: folder, out: join(folder, "out") },
    guardedFetch: createGuardedFetch({ clock, allowHosts: [new URL(address).host] }),
  });
  expect(await tool?.execute(operation.sample ?? {}, context)).toMatchObject({
    ok: false,
    code: "key-missing",
    text: expect.stringContaining("CONTACT_EMAIL"),
  });
});
