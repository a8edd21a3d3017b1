/** A request of the Responses API as clients send it, and what the team is asked because of it. */
import { z } from "zod";
import type { Json } from "../../base/json.ts";
import type { ClientTerms } from "../../events/client-terms.ts";
import type { Begin } from "./begin-run.ts";
import { type ContentPart, readContent, textOf } from "./content-parts.ts";
import {
  answerTerms,
  checkedTools,
  choiceOf,
  clientTool,
  formatSchema,
  functionSchema,
  ignoredOf,
  refuse,
  schemaOfFormat,
  sharedParameters,
  teamOf,
} from "./parameters.ts";
import type { ResponseNote } from "./response-note.ts";
import { readConversation, type SaidTurn } from "./said-turns.ts";

const part = z.looseObject({ type: z.string() });
const content = z.union([z.string(), z.array(part)]);
const item = z.looseObject({
  type: z.string().optional(),
  role: z.enum(["user", "assistant", "system", "developer"]).optional(),
  content: content.optional(),
  call_id: z.string().max(200).optional(),
  name: z.string().max(200).optional(),
  arguments: z.string().optional(),
  output: content.optional(),
});

export const responseRequestSchema = z.looseObject({
  ...sharedParameters,
  model: z.string().min(1).max(300).default("auto"),
  input: z.union([z.string().min(1), z.array(item).min(1).max(2000)]),
  instructions: z.string().max(200_000).nullish(),
  previous_response_id: z.string().max(100).nullish(),
  max_output_tokens: z.number().int().positive().nullish(),
  tools: z
    .array(z.looseObject({ type: z.string() }))
    .max(128)
    .nullish(),
  tool_choice: z
    .union([z.enum(["none", "auto", "required"]), z.looseObject({ type: z.string(), name: z.string().optional() })])
    .nullish(),
  text: z.looseObject({ format: formatSchema.nullish() }).nullish(),
  background: z.boolean().nullish(),
});
/** A request with as much of it as counts here. */
export type ResponseRequest = z.infer<typeof responseRequestSchema>;

/** What the response is begun with. */
export interface ReadResponse extends Begin {
  readonly note: ResponseNote;
  /** False: the answer has a form, so it is told when it is whole. */
  readonly streams: boolean;
  readonly ignored: readonly string[];
}

const USED: ReadonlySet<string> = new Set([
  ...Object.keys(responseRequestSchema.shape).filter((name) => !["user", "store"].includes(name)),
  "truncation",
  "include",
]);

/** `conversation`: of the response before, whose messages the engine then knows itself. Throws `input-invalid`. */
export function readResponse(body: ResponseRequest, conversation: string | undefined): ReadResponse {
  refuseForeign(body);
  const { results, ...said } = saidIn(body, conversation);
  const schema = schemaOfFormat(body.text?.format);
  const note = noteOf(body);
  return {
    ask: {
      text: said.text,
      ...(conversation === undefined ? { history: said.history } : { conversation }),
      ...(said.attachments.length > 0 ? { attachments: said.attachments } : {}),
      ...teamOf(body.model),
      client: {
        ...clientTerms(body),
        ...(said.calls.length > 0 ? { calls: said.calls } : {}),
        note: note as unknown as Json,
      },
      interactive: false,
    },
    results,
    note,
    streams: schema === undefined,
    ignored: ignoredOf(body, USED),
  };
}

type Said = ReturnType<typeof readConversation>;

/** Only results: the words stand in the response before, and a run waits for them. */
function saidIn({ input, instructions }: ResponseRequest, conversation: string | undefined): Said {
  const turns: SaidTurn[] = typeof input === "string" ? [words(input)] : input.flatMap(turnsOf);
  const isAnswer = conversation !== undefined && !turns.some(({ kind }) => kind === "person");
  if (isAnswer) turns.unshift(words("Go on with these results."));
  const read = readConversation([
    ...(instructions && conversation === undefined ? [words(instructions)] : []),
    ...turns,
  ]);
  // The engine brings the conversation itself then; what counts for this answer alone stands before its words.
  return instructions && conversation !== undefined ? { ...read, text: `${instructions}\n\n${read.text}` } : read;
}

function words(text: string): SaidTurn {
  return { kind: "person", parts: [{ kind: "text", text }] };
}

function turnsOf(given: z.infer<typeof item>, position: number): readonly SaidTurn[] {
  const where = `input[${position}]`;
  switch (given.type ?? "message") {
    case "message": {
      const said = given.content as string | readonly ContentPart[] | undefined;
      if (given.role === undefined) return refuse(`${where}.role`, "a message names who said it.");
      if (given.role === "assistant") return [{ kind: "team", text: textOf(said, `${where}.content`) }];
      return [{ kind: "person", parts: readContent(said, `${where}.content`) }];
    }
    case "function_call": {
      const { call_id: id, name, arguments: input } = given;
      if (id === undefined || name === undefined || input === undefined)
        return refuse(where, "a function_call has call_id, name and arguments.");
      return [{ kind: "call", id, tool: name, input }];
    }
    case "function_call_output":
      if (given.call_id === undefined) return refuse(`${where}.call_id`, "an output names the call that it answers.");
      return [
        {
          kind: "result",
          id: given.call_id,
          text: textOf(given.output as string | readonly ContentPart[] | undefined, `${where}.output`),
        },
      ];
    // What we told of our own work; nobody needs it back.
    case "reasoning":
      return [];
    default:
      return refuse(where, `there are no items of type ${given.type} here.`);
  }
}

function clientTerms(body: ResponseRequest): ClientTerms {
  const tools = checkedTools(
    (body.tools ?? []).map((tool, position) => {
      if (tool.type !== "function")
        return refuse(`tools[${position}]`, `${tool.type} is none of the team's tools; only functions can be brought.`);
      const checked = functionSchema.safeParse(tool);
      if (checked.success) return clientTool(checked.data);
      const [issue] = checked.error.issues;
      return refuse(`tools[${position}].${issue?.path.join(".") ?? ""}`, issue?.message ?? "cannot be read.");
    }),
  );
  const { tool_choice: wanted } = body;
  const isNamed = typeof wanted === "object" && wanted !== null;
  if (isNamed && wanted.type !== "function") refuse("tool_choice", `${wanted.type} cannot be chosen here.`);
  const choice = choiceOf(
    isNamed ? undefined : (wanted ?? undefined),
    isNamed ? (wanted.name ?? "") : undefined,
    tools,
  );
  const answer = answerTerms({
    schema: schemaOfFormat(body.text?.format),
    maxTokens: body.max_output_tokens,
    temperature: body.temperature,
    topP: body.top_p,
  });
  return {
    ...(tools.length > 0 ? { tools } : {}),
    ...(choice === undefined ? {} : { choice }),
    ...(body.parallel_tool_calls === false ? { oneByOne: true } : {}),
    ...(answer === undefined ? {} : { answer }),
  };
}

function refuseForeign(body: ResponseRequest): void {
  if (body["conversation"]) refuse("conversation", "go on with previous_response_id.");
  if (body["prompt"]) refuse("prompt", "Thorp keeps no prompts; a team has its own.");
  if (body.background && body.store === false) refuse("background", "what is not stored cannot be asked for later.");
}

function noteOf(body: ResponseRequest): ResponseNote {
  return {
    protocol: "responses",
    model: body.model,
    instructions: body.instructions ?? null,
    metadata: body.metadata ?? {},
    previous: body.previous_response_id ?? null,
    background: body.background ?? false,
    maxOutputTokens: body.max_output_tokens ?? null,
    temperature: body.temperature ?? null,
    topP: body.top_p ?? null,
    parallel: body.parallel_tool_calls ?? true,
    tools: (body.tools ?? []) as Json,
    toolChoice: (body.tool_choice ?? "auto") as Json,
    format: (body.text?.format ?? { type: "text" }) as Json,
    input: inputItems(body.input),
  };
}

/** As the list of items gives them back; the bytes of files stand in the store, not a second time in the journal. */
function inputItems(input: ResponseRequest["input"]): Json {
  if (typeof input === "string")
    return [{ type: "message", role: "user", content: [{ type: "input_text", text: input }] }];
  return JSON.parse(
    JSON.stringify(input, (_key, value: unknown) =>
      typeof value === "string" && value.length > 2000 && /^data:|^[\w+/=]+$/.test(value)
        ? `${value.slice(0, 60)}…`
        : value,
    ),
  ) as Json;
}
