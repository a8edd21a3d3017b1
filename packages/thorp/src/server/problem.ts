/** What goes wrong, as RFC 9457 problem details: what happened, where, and the command or change that mends it. */
import { z } from "zod";
import { errorTable, failureFrom, type ThorpError } from "../base/errors.ts";

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    /** The code of docs/errors.md. */
    code: z.string(),
    hint: z.string().optional(),
    requestId: z.string(),
    errors: z.array(z.object({ where: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Problem", description: "RFC 9457 problem details." });
/** What every error of the API looks like. */
export type Problem = z.infer<typeof problemSchema>;

/** Of a request that does not fit: every place, in the words of the check. */
export interface InputProblem {
  readonly where: string;
  readonly message: string;
}

/** Unexpected errors say nothing of their insides: the log has them under the request id. */
export function problemFrom(error: unknown, requestId: string): Problem {
  const { code, message, hint } = failureFrom(error);
  const isOurs = code !== "internal";
  return {
    type: `urn:thorp:error:${code}`,
    title: code.replaceAll("-", " "),
    status: errorTable[code].status,
    detail: isOurs ? message : "Something went wrong inside Thorp.",
    code,
    hint: hint ?? errorTable[code].hint,
    requestId,
  };
}

/** Names the first mistake in its words and all of them in its list. */
export function inputProblem(requestId: string, errors: readonly InputProblem[]): Problem {
  const [first] = errors;
  return {
    type: "urn:thorp:error:input-invalid",
    title: "input invalid",
    status: 400,
    detail: first === undefined ? "The request cannot be read." : `${first.where}: ${first.message}`,
    code: "input-invalid",
    hint: "See /api/openapi.json for what this route takes.",
    requestId,
    errors: [...errors],
  };
}

/** `where` begins with what part of the request it was: body, query, path. */
export function inputProblems(error: z.ZodError, part: string): readonly InputProblem[] {
  return error.issues
    .slice(0, 20)
    .map(({ path, message }) => ({ where: [part, ...path.map(String)].join("."), message }));
}

/** With the status that the problem names. */
export function problemResponse(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { "content-type": "application/problem+json", ...headers },
  });
}

/** For routes that answer in a protocol of others. */
export function retryAfterOf(error: unknown): Readonly<Record<string, string>> {
  const { retryAfterMs } = error as Partial<ThorpError>;
  return retryAfterMs === undefined ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) };
}
