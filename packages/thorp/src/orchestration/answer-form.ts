/**
 * The form that a program wants its answer in: one JSON value that fits a schema.
 *
 * The team is told of it with the request. What it then writes is taken as it is when it fits; else one more call, held
 * to the schema where the server can, puts the same answer into the form. An answer that does not fit is no answer.
 */
import { z } from "zod";
import { ownAssignment } from "../agents/own-assignment.ts";
import { runAgent } from "../agents/run-agent.ts";
import type { Json } from "../base/json.ts";
import type { RunContext } from "../events/run-context.ts";
import type { RunRequest } from "../events/run-request.ts";
import { parseArguments, withoutFence } from "../gateway/call-tool/parse-arguments.ts";
import type { Environment } from "./environment.ts";
import type { Ending } from "./run-ending.ts";

/** The person's words with the form that the asker wants. */
export function requestInForm({ text, client }: RunRequest): string {
  const schema = client?.answer?.schema;
  if (schema === undefined) return text;
  return `${text}\n\nThe answer has to be JSON alone, without citations, that follows this JSON schema:\n${JSON.stringify(schema)}`;
}

/** The ending as it is where no form is wanted or nothing was answered. */
export async function inForm(context: RunContext, environment: Environment, ending: Ending): Promise<Ending> {
  const { request } = environment.run;
  const schema = request.client?.answer?.schema;
  if (schema === undefined || ending.text.trim() === "" || ending.state === "failed" || ending.state === "cancelled")
    return ending;
  const first = fitted(ending.text, schema);
  if (first.ok) return { ...withoutCitations(ending), text: first.text };
  const top = environment.team.agentsByName.get(environment.team.top);
  if (top === undefined) return ending;
  const outcome = await runAgent(context, environment.services, {
    ...ownAssignment(environment, top),
    purpose: "synthesis",
    request: requestInForm(request),
    history: environment.history,
    inputs: [
      { id: "answer", goal: request.text, text: ending.text, artifacts: [], sources: [], labels: ending.labels },
    ],
    schema: schema as object,
    stepPrefix: "form-",
    firstTry: false,
  });
  if (outcome.kind === "failed") return { state: "failed", text: "", labels: ending.labels, failure: outcome.failure };
  const second = outcome.kind === "answer" ? fitted(outcome.result.text, schema) : first;
  if (second.ok) return { ...withoutCitations(ending), text: second.text };
  const failure = { code: "model-output", message: `The answer does not fit the schema: ${second.why}` } as const;
  return { state: "failed", text: "", labels: ending.labels, failure };
}

/** Their numbers stood in the text that is gone. */
function withoutCitations({ citations: _citations, ...ending }: Ending): Ending {
  return ending;
}

type Fitted = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string };

/** The value as JSON text when it fits. A schema that cannot be checked asks only for JSON. */
function fitted(text: string, schema: Json): Fitted {
  const bare = withoutFence(text).trim();
  const value = bare === "" ? undefined : parseJsonText(bare);
  if (value === undefined) return { ok: false, why: "it is not JSON" };
  const checked = checkerOf(schema)?.safeParse(value);
  if (checked === undefined || checked.success) return { ok: true, text: JSON.stringify(value) };
  const [issue] = checked.error.issues;
  return { ok: false, why: `${issue?.path.join(".") || "the whole"}: ${issue?.message ?? "it is something else"}` };
}

function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Small models forget a comma; an object or list with a little mending is still what they meant.
    return /^\s*[{[]/.test(text) ? parseArguments(text) : undefined;
  }
}

function checkerOf(schema: Json): z.ZodType | undefined {
  try {
    return z.fromJSONSchema(schema as never);
  } catch {
    return undefined;
  }
}
