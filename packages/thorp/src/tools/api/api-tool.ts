/** An operation of an API as a tool. */
import { z } from "zod";
import { contentHash, type Json, stableStringify } from "../../base/json.ts";
import { pathsRead } from "../paths-read.ts";
import { settleCall } from "../settle-call.ts";
import { defineTool, type Tool } from "../tool.ts";
import type { Api, ApiOperation } from "./api.ts";
import type { ApiCalls } from "./api-calls.ts";
import { type Arguments, buildAddress } from "./call/build-request.ts";
import { filePathsOf } from "./call/sent-files.ts";
import { freeTextsOf } from "./free-texts.ts";

/** A call waits for its turn, for slow answers and once for a service that is busy. Milliseconds. */
const WAITING_MS = 40_000;

/** All operations of an API, in the order of its description. `origin`: the description, where it is part of a team. */
export function apiTools(api: Api, calls: ApiCalls, origin?: Tool["origin"]): readonly Tool[] {
  const about = origin === undefined ? {} : { origin };
  return api.operations.map((operation) => apiTool(api, operation, { calls, about }));
}

interface ToolParts {
  readonly calls: ApiCalls;
  readonly about: Pick<Tool, "origin">;
}

function apiTool(api: Api, operation: ApiOperation, { calls, about }: ToolParts): Tool {
  let input: z.ZodType<Arguments> | undefined;
  let revision: string | undefined;
  const { name, capability, description, examples, effect, repeatable, needs, terms, evidence, price, sample } =
    operation;
  const host = operation.hosts[0] ?? operation.server;
  return defineTool<Arguments>({
    ...{ name, capability, description, examples, effect, repeatable, needs, evidence },
    terms: { ...terms, rate: operation.limits.windows },
    ...about,
    inputSchema: operation.input,
    // Made when it is first needed: an installation has hundreds of these, and a run calls a few.
    get input() {
      return (input ??= validatorOf(operation.input));
    },
    cacheable: false,
    // Of all that shapes a request and what is read of its answer.
    get revision() {
      return (revision ??= contentHash(stableStringify(operation as unknown as Json)));
    },
    timeoutMs: operation.timeoutMs + WAITING_MS + (operation.poll?.maxMs ?? 0),
    resource: { name: `host:${host}`, slots: operation.limits.concurrency },
    ...(sample === undefined ? {} : { sample }),
    ...(price === undefined ? {} : { price }),
    describe(given, folders) {
      const { shownUrl } = buildAddress(operation, given, { keys: [], serverFor: calls.serverFor });
      const files = filePathsOf(operation, given);
      const withFiles = files.length === 0 ? "" : ` with the file ${files.join(", ")}`;
      const what = `${operation.method === "GET" ? "" : `${operation.method} `}${shownUrl.slice(0, 200)}${withFiles}`;
      const freeTexts = freeTextsOf(given, operation.input);
      return {
        effect,
        freeTexts,
        summary: `${verbs[effect] ?? "ask"} ${api.title}: ${what.slice(0, 300)}`,
        urls: [shownUrl],
        ...(files.length === 0 ? {} : pathsRead(folders, ...files)),
      };
    },
    execute: (given, context) => settleCall(context, () => calls.call({ api, operation, input: given }, context)),
  });
}

const verbs: Readonly<Record<string, string>> = { fetch: "ask", send: "send to", pay: "pay", delete: "delete at" };

/** JSON Schema that zod does not know lets everything through but a missing argument: the service says what it wants. */
function validatorOf(schema: Readonly<Record<string, Json>>): z.ZodType<Arguments> {
  try {
    return z.fromJSONSchema(schema as never) as unknown as z.ZodType<Arguments>;
  } catch {
    const required = (schema["required"] ?? []) as readonly string[];
    const shape = Object.fromEntries(required.map((name) => [name, z.any().refine((value) => value !== undefined)]));
    return z.looseObject(shape) as unknown as z.ZodType<Arguments>;
  }
}
