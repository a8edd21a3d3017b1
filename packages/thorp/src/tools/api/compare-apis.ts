/** What changed between two versions of an API, as far as it matters to whoever lets a model call it. */
import { stableStringify } from "../../base/json.ts";
import type { Api, ApiOperation } from "./api.ts";

/** One tool that is new, gone or other than before. */
export interface ApiChange {
  readonly tool: string;
  readonly kind: "new" | "gone" | "changed";
  /** For `changed`: which parts, in words. */
  readonly what: readonly string[];
}

/** In the order of the newer one, what is gone last. Empty when nothing that counts is different. */
export function compareApis(before: Api | undefined, after: Api): readonly ApiChange[] {
  const old = new Map((before?.operations ?? []).map((operation) => [operation.name, operation]));
  const changes = after.operations.flatMap((operation): ApiChange[] => {
    const known = old.get(operation.name);
    old.delete(operation.name);
    if (known === undefined) return [{ tool: operation.name, kind: "new", what: [] }];
    const what = differences(known, operation);
    return what.length === 0 ? [] : [{ tool: operation.name, kind: "changed", what }];
  });
  return [...changes, ...[...old.keys()].map((tool): ApiChange => ({ tool, kind: "gone", what: [] }))];
}

function differences(before: ApiOperation, after: ApiOperation): readonly string[] {
  const parts: readonly (readonly [words: string, part: (operation: ApiOperation) => unknown])[] = [
    ["what it does to the world", ({ effect, price }) => [effect, price]],
    ["where it goes", ({ method, server, path, hosts, redirects }) => [method, server, path, hosts, redirects]],
    ["the keys that it gets", ({ secrets }) => secrets],
    ["what it says of itself", ({ description, examples, capability }) => [description, examples, capability]],
    ["its arguments", ({ input, parameters, body }) => [input, parameters, body]],
    ["how its answers are read", ({ answer, pagination, poll }) => [answer, pagination, poll]],
    ["its limits and terms", ({ limits, timeoutMs, terms }) => [limits, timeoutMs, terms]],
  ];
  return parts.flatMap(([words, part]) =>
    stableStringify(part(before)) === stableStringify(part(after)) ? [] : [words],
  );
}
