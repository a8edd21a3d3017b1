/** One call of one operation, from arguments to what a model reads. */
import type { Dice } from "../../../base/dice.ts";
import type { Json } from "../../../base/json.ts";
import type { Artifact, Source } from "../../../events/task-result.ts";
import type { ToolContext, ToolOutput } from "../../tool.ts";
import { resultText } from "../answer/result-text.ts";
import type { Api, ApiOperation } from "../api.ts";
import { type Expressions, isTrue } from "../expression.ts";
import { type Arguments, type BuiltRequest, buildRequest } from "./build-request.ts";
import { keepBytes, keepNamedFiles } from "./keep-file.ts";
import type { Limiter } from "./limiter.ts";
import { type CallKeys, readKeys } from "./read-keys.ts";
import { type Pages, readPages } from "./read-pages.ts";
import { type GoodAnswer, sendRequest } from "./send-request.ts";
import { readSentFiles } from "./sent-files.ts";
import { waitUntilDone } from "./wait-until-done.ts";

/** What all calls share. */
export interface ApiServices {
  readonly limiter: Limiter;
  readonly expressions: Expressions;
  readonly dice: Dice;
  /** Name and version of the program, for the User-Agent. */
  readonly agentName: string;
  /** Another address for a server: an installation of one's own, a test. */
  readonly serverFor?: (server: string) => string;
}

/** One operation of an API. */
export interface OperationCall {
  readonly api: Pick<Api, "id" | "title">;
  readonly operation: ApiOperation;
  readonly input: Arguments;
}

/** Expected failures are thrown as `ThorpError`, for `settleCall`. No key stands in anything that comes back. */
export async function callOperation(
  call: OperationCall,
  context: ToolContext,
  services: ApiServices,
): Promise<ToolOutput> {
  const { expressions, serverFor, agentName } = services;
  const contact = call.operation.namesContact ? await context.needed("CONTACT_EMAIL") : undefined;
  // Some services allow more to those whom they can write to.
  const limits =
    contact === undefined ? call.operation.limits : (call.operation.contactLimits ?? call.operation.limits);
  const operation: ApiOperation = { ...call.operation, limits };
  const keys = await readKeys(operation, context);
  const headers = ownHeaders(operation, context, { agentName, contact });
  const files = await readSentFiles(operation, call.input, context);
  const build = (own: ApiOperation) => buildRequest(own, call.input, { keys: keys.places, headers, serverFor, files });
  const send = (built: BuiltRequest, own = operation) =>
    sendRequest(built, { ...services, operation: own, keys, context });
  const built = build(operation);
  context.progress(`asking ${new URL(built.url).host}`);
  const answer = await send(built);
  if (answer.kind === "nothing") return nothing(call, built);
  if (answer.kind === "file") return fileOutput(call, built, [await keepBytes(operation, answer, context)]);
  // Whoever asks how far the work is, or for the next page, does not do it a second time.
  const reading: ApiOperation = { ...operation, effect: "fetch", repeatable: true };
  const fetch = async (next: BuiltRequest): Promise<Json> => dataOf(await send(next, reading));
  const { poll, pagination } = operation;
  const data =
    poll === undefined
      ? answer.data
      : await waitUntilDone(answer.data, poll, { operation, submitted: built, expressions, context, fetch });
  const rules = operation.answer.file;
  if (rules !== undefined)
    return fileOutput(call, built, await keepNamedFiles(operation, data, { rules, expressions, context }));
  const pages =
    pagination === undefined
      ? undefined
      : await readPages(data, pagination, { operation, input: call.input, expressions, build, fetch });
  return dataOutput(call, built, { data: pages?.data ?? data, pages, keys, expressions });
}

function dataOf(answer: GoodAnswer): Json {
  return answer.kind === "data" ? answer.data : null;
}

function ownHeaders(
  { idempotencyHeader }: ApiOperation,
  { key }: ToolContext,
  { agentName, contact }: { readonly agentName: string; readonly contact: string | undefined },
): Readonly<Record<string, string>> {
  const agent = contact === undefined ? agentName : `${agentName} (${contact.replace(/[^\x21-\x7e]/g, "")})`;
  return {
    "user-agent": agent,
    ...(idempotencyHeader === undefined ? {} : { [idempotencyHeader.toLowerCase()]: key }),
  };
}

function nothing({ api }: OperationCall, built: BuiltRequest): ToolOutput {
  return { ok: true, text: `${api.title} has nothing of that.`, data: null, ...originOf(built) };
}

function fileOutput(
  { api, operation }: OperationCall,
  built: BuiltRequest,
  artifacts: readonly Artifact[],
): ToolOutput {
  const lines = artifacts.map(({ id, mediaType, bytes }) => `${id}: ${mediaType}, ${bytes} bytes`);
  const sources = [{ title: titleOf(api, operation), location: new URL(built.shownUrl).origin }];
  return { ok: true, text: `Made by ${api.title}:\n${lines.join("\n")}`, artifacts, ...originOf(built), sources };
}

interface Result {
  readonly data: Json;
  readonly pages: Pages | undefined;
  readonly keys: CallKeys;
  readonly expressions: Expressions;
}

function dataOutput(call: OperationCall, built: BuiltRequest, result: Result): ToolOutput {
  const { api, operation } = call;
  const { pages, keys, expressions } = result;
  const { project } = operation.answer;
  const projected = project === undefined ? result.data : expressions.of(project, result.data);
  // A service may send our own key back; it must not reach a model by that way either.
  const data = JSON.parse(keys.redact(JSON.stringify(projected))) as Json;
  const sources = sourcesOf(call, built, result).map(({ title, location }) => ({
    title: keys.redact(title),
    location: keys.redact(location),
  }));
  if (!isFound(data)) {
    const done = operation.effect === "fetch" ? "found nothing for this" : "has done it";
    return { ok: true, text: `${api.title} ${done}.`, data, ...originOf(built), sources };
  }
  const more = pages === undefined || pages.isWhole ? "" : `\n(${shown(pages)})`;
  return { ok: true, text: `${resultText(data)}${more}`, data, ...originOf(built), sources };
}

function shown({ items, total }: Pages): string {
  return total === undefined ? `the first ${items}; there are more` : `${items} of ${total}`;
}

function isFound(data: Json): boolean {
  if (typeof data === "number" || data === false) return true;
  if (!isTrue(data)) return false;
  // `{title: null, text: null}` is what a projection makes of an answer that has neither.
  if (Array.isArray(data) || typeof data !== "object" || data === null) return true;
  return Object.values(data).some((each) => (typeof each !== "object" ? each !== "" : isTrue(each as Json)));
}

function sourcesOf(
  { api, operation }: OperationCall,
  built: BuiltRequest,
  { data, expressions }: Result,
): readonly Source[] {
  const title = titleOf(api, operation);
  const named = operation.answer.sources === undefined ? null : expressions.of(operation.answer.sources, data);
  const found = (Array.isArray(named) ? named : [named]).flatMap((each: Json): Source[] => {
    const { title: own, url } = (each ?? {}) as { readonly title?: unknown; readonly url?: unknown };
    if (typeof url !== "string" || !/^https?:\/\//.test(url)) return [];
    return [
      { title: typeof own === "string" && own !== "" ? `${own.slice(0, 200)} (${title})` : title, location: url },
    ];
  });
  return found.length > 0 ? found.slice(0, 20) : [{ title, location: built.shownUrl }];
}

/** With the credit that the terms ask for. */
function titleOf(api: OperationCall["api"], { terms }: ApiOperation): string {
  return terms.attribution ?? api.title;
}

function originOf({ shownUrl }: BuiltRequest): Pick<ToolOutput & { ok: true }, "labels"> {
  return { labels: [`web:${shownUrl}`] };
}
