/** From the call that a brief came with to the reply of its purpose. */
import { type Brief, type Purpose, purposes } from "../brief.ts";
import { check } from "./answer/check.ts";
import { compact } from "./answer/compact.ts";
import { replan } from "./answer/replan.ts";
import { synthesise } from "./answer/synthesis.ts";
import { abstention, type Reply } from "./reply.ts";
import type { Correction } from "./understand/rank-capabilities.ts";
import { understand } from "./understand/understand.ts";
import { work } from "./work/work.ts";

/** Never throws for bad input: a call without a readable brief gets an open refusal. */
export function replyTo(call: unknown, correction?: Correction): Reply {
  const read = readCall(call);
  if (read === undefined)
    return abstention(
      "The rules model needs Thorp's brief (providerOptions.thorp); it does not read prompts.",
      "no-brief",
    );
  const { purpose, brief } = read;
  switch (purpose) {
    case "understand":
      return understand(brief, correction);
    case "work":
      return work(brief, correction);
    case "check":
      return check(brief);
    case "synthesis":
      return synthesise(brief);
    case "replan":
      return replan(brief, correction);
    case "compact":
      return compact(brief);
  }
}

function readCall(call: unknown): { readonly purpose: Purpose; readonly brief: Brief } | undefined {
  if (!isRecord(call) || !isRecord(call["brief"])) return undefined;
  const purpose = purposes.find((known) => known === call["purpose"]);
  return purpose === undefined ? undefined : { purpose, brief: completed(call["brief"]) };
}

/** Parts that a caller left out are empty, so that every reader may rely on them. */
function completed(given: Readonly<Record<string, unknown>>): Brief {
  const list = (name: string): never[] => (Array.isArray(given[name]) ? (given[name] as never[]) : []);
  const agent = isRecord(given["agent"]) ? given["agent"] : {};
  const lists = {
    history: list("history"),
    files: list("files"),
    inputs: list("inputs"),
    toolCalls: list("toolCalls"),
    learned: list("learned"),
    tools: list("tools"),
    delegates: list("delegates"),
    missing: list("missing"),
  };
  return {
    ...(given as unknown as Brief),
    ...lists,
    agent: { name: "", kind: "", description: "", examples: [], capabilities: [], ...agent },
    request: typeof given["request"] === "string" ? given["request"] : "",
    now: typeof given["now"] === "number" ? given["now"] : 0,
    timeZone: typeof given["timeZone"] === "string" ? given["timeZone"] : "UTC",
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
