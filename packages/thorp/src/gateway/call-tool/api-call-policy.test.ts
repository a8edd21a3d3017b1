import { expect, it } from "vitest";
import type { Json } from "../../base/json.ts";
import { decidePolicy } from "../../guard/policy.ts";
import { toolsOf } from "../../tools/api/testing-api-server.ts";
import { literalsIn } from "./prepare-call.ts";

it("a call of an API asks first once something from outside was read, unless it says only what the person said", () => {
  const tool = toolsOf(`openapi: 3.1.0
info: {title: Tides, version: "1"}
servers: [{url: "https://tides.example"}]
x-id: tides
paths:
  /tides:
    get:
      x-name: read_tides
      parameters:
        - {name: port, in: query, required: true, schema: {type: string}}
        - {name: days, in: query, schema: {type: integer}}
`).get("read_tides");
  const verdict = (input: object, context: readonly ("person" | "web:https://x.example")[]) => {
    const intent = tool?.describe(input, { workspace: "/w", out: "/w/out" });
    if (intent === undefined) throw new Error("There is no such tool.");
    return decidePolicy({
      ...{
        tool: "read_tides",
        intent,
        context,
        literals: literalsIn(input as Json),
        knownUrls: { covers: () => false },
      },
      ...{ personText: "When is high water in Saint Malo?", approve: "ask", folders: ["/w", "/w/out"] },
      capabilities: { team: { owner: "team", rules: [] }, agents: [] },
    }).verdict;
  };
  const outside = ["person", "web:https://x.example"] as const;
  expect(verdict({ port: "Brest", days: 3 }, ["person"])).toBe("allow");
  expect(verdict({ port: "Saint Malo", days: 3 }, outside)).toBe("allow");
  expect(verdict({ port: "canary-4711", days: 3 }, outside)).toBe("ask");
  expect(verdict({ port: "Saint Malo", days: 47_110 }, outside)).toBe("ask");
});
