/**
 * Parameters of OpenAI's requests that both protocols share: what is done with them, what is refused, what is left alone.
 *
 * Nothing is dropped in silence: whatever has no effect here is named in the header `x-thorp-ignored`.
 */
import { z } from "zod";
import { ThorpError } from "../../base/errors.ts";
import type { Json } from "../../base/json.ts";
import type { AskRequest } from "../../engine/thorp.ts";
import type { AnswerTerms, ClientTerms, ClientTool } from "../../events/client-terms.ts";

/** Model names that mean the default team. */
export const DEFAULT_MODELS: ReadonlySet<string> = new Set(["auto", "thorp"]);

/** The team that a model name means; nothing for the default one. */
export function teamOf(model: string): Pick<AskRequest, "team"> {
  return DEFAULT_MODELS.has(model) ? {} : { team: model };
}

const schema = z.record(z.string(), z.json());

/** Parameters with the same name and range in both protocols. */
export const sharedParameters = {
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
  user: z.string().max(500).nullish(),
  store: z.boolean().nullish(),
  stream: z.boolean().nullish(),
} as const;

/** A function that the client carries out. */
export const functionSchema = z.looseObject({
  name: z.string().regex(/^[\w-]{1,64}$/, "must be 1 to 64 letters, digits, _ or -"),
  description: z.string().max(20_000).nullish(),
  parameters: schema.nullish(),
  strict: z.boolean().nullish(),
});

/** The form of the answer; both protocols name a schema, each in its place. */
export const formatSchema = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("text") }),
  z.looseObject({ type: z.literal("json_object") }),
  z.looseObject({
    type: z.literal("json_schema"),
    json_schema: z.looseObject({ schema: schema.nullish() }).optional(),
    schema: schema.nullish(),
  }),
]);

/** The schema that an answer in this form has to fit; undefined for plain text. */
export function schemaOfFormat(format: z.infer<typeof formatSchema> | null | undefined): Json | undefined {
  switch (format?.type) {
    case "json_object":
      return { type: "object" };
    case "json_schema":
      return (format.schema ?? format.json_schema?.schema ?? { type: "object" }) as Json;
    default:
      return undefined;
  }
}

/** A tool in the words of the engine. */
export function clientTool({ name, description, parameters }: z.infer<typeof functionSchema>): ClientTool {
  return {
    name,
    ...(description ? { description } : {}),
    parameters: (parameters ?? { type: "object", properties: {} }) as Json,
  };
}

type Choice = ClientTerms["choice"];

/** `named`: the function of a choice that names one. Throws `input-invalid` for one that is not offered. */
export function choiceOf(choice: string | undefined, named: string | undefined, tools: readonly ClientTool[]): Choice {
  if (named !== undefined) {
    if (tools.some(({ name }) => name === named)) return { tool: named };
    throw new ThorpError("input-invalid", `tool_choice: there is no tool ${named} among tools.`);
  }
  if (choice === "none") return "none";
  if (choice !== "required") return undefined;
  if (tools.length === 0) throw new ThorpError("input-invalid", "tool_choice: there are no tools to choose from.");
  return "required";
}

/** Throws `input-invalid` when two tools bear one name. */
export function checkedTools(tools: readonly ClientTool[]): readonly ClientTool[] {
  const names = tools.map(({ name }) => name);
  const double = names.find((name, position) => names.indexOf(name) !== position);
  if (double === undefined) return tools;
  throw new ThorpError("input-invalid", `tools: there are two tools with the name ${double}.`);
}

type Nullish<Value> = { [Key in keyof Value]?: Value[Key] | null | undefined };

/** What is set of it; undefined when nothing is. */
export function answerTerms(terms: Nullish<AnswerTerms>): AnswerTerms | undefined {
  const set = Object.entries(terms).filter(([, value]) => value !== undefined && value !== null);
  return set.length === 0 ? undefined : (Object.fromEntries(set) as AnswerTerms);
}

/** Names that are safe in a header, of members that were sent and mean nothing here. */
export function ignoredOf(body: Readonly<Record<string, unknown>>, used: ReadonlySet<string>): readonly string[] {
  return Object.entries(body).flatMap(([name, value]) =>
    used.has(name) || value === null || value === undefined || !/^[\w.-]{1,60}$/.test(name) ? [] : [name],
  );
}

/** For the answer of a request with such members; nothing when there are none. */
export function ignoredHeader(ignored: readonly string[]): Readonly<Record<string, string>> {
  return ignored.length === 0 ? {} : { "x-thorp-ignored": ignored.slice(0, 40).join(", ") };
}

/** A server that cannot do it must not act as if it had. */
export function refuse(name: string, why: string): never {
  throw new ThorpError("input-invalid", `${name}: ${why}`);
}
