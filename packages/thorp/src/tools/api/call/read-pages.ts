/** Further pages of a list: a few, on the same host, and told how many there are. */
import type { Json } from "../../../base/json.ts";
import type { ApiOperation, ApiParameter, Pagination } from "../api.ts";
import type { Expressions } from "../expression.ts";
import type { Arguments, BuiltRequest } from "./build-request.ts";

/** What reading pages needs of the call. */
export interface PagesParts {
  readonly operation: ApiOperation;
  readonly input: Arguments;
  readonly expressions: Expressions;
  readonly build: (operation: ApiOperation) => BuiltRequest;
  readonly fetch: (built: BuiltRequest) => Promise<Json>;
}

/** All pages in one: the first one's data with the longer list in its place. */
export interface Pages {
  readonly data: Json;
  readonly items: number;
  readonly total: number | undefined;
  /** The list ends here. */
  readonly isWhole: boolean;
}

/** Of all pages together. */
const MOST_ITEMS = 300;

/** Reads at most as many pages as the operation says. */
export async function readPages(first: Json, rules: Pagination, parts: PagesParts): Promise<Pages> {
  const { operation, input, expressions, build, fetch } = parts;
  const way = wayTo(rules.items);
  const items = [...listAt(first, way)];
  const total = rules.total === undefined ? undefined : numberOf(expressions.of(rules.total, first));
  const start = startOf(rules, operation, input);
  let page = first;
  let length = items.length;
  let isWhole = false;
  for (let read = 1; !isWhole; read++) {
    const next = nextPage(page, rules, { ...parts, at: { start, read, items: items.length } });
    isWhole = next === undefined || length === 0 || (total !== undefined && items.length >= total);
    if (isWhole || next === undefined || read >= rules.pages || items.length >= MOST_ITEMS) break;
    const built = typeof next === "object" ? build(next) : { ...build(operation), url: next, shownUrl: next };
    page = await fetch(built);
    const more = listAt(page, way);
    length = more.length;
    items.push(...more);
  }
  return { data: withListAt(first, way, items), items: items.length, total, isWhole };
}

interface NextPage extends PagesParts {
  readonly at: { readonly start: number; readonly read: number; readonly items: number };
}

/** The operation with another page set, or the address of it; undefined at the end. */
function nextPage(
  page: Json,
  { kind, parameter = "page", from }: Pagination,
  { operation, expressions, build, at }: NextPage,
): ApiOperation | string | undefined {
  switch (kind) {
    case "page":
      return withParameter(operation, parameter, at.start + at.read);
    case "offset":
      return withParameter(operation, parameter, at.start + at.items);
    case "cursor": {
      const cursor = from === undefined ? null : expressions.of(from, page);
      const isCursor = (typeof cursor === "string" && cursor !== "") || typeof cursor === "number";
      return isCursor ? withParameter(operation, parameter, cursor) : undefined;
    }
    case "next": {
      const address = from === undefined ? null : expressions.of(from, page);
      const own = new URL(build(operation).url);
      const next = typeof address === "string" && address !== "" ? URL.parse(address, own.href) : null;
      // Whoever writes the answer must not choose whom we ask next.
      return next !== null && next.origin === own.origin ? next.href : undefined;
    }
  }
}

function withParameter(operation: ApiOperation, name: string, value: Json): ApiOperation {
  const known = operation.parameters.find((each) => each.name === name);
  const common = known ?? ({ name, in: "query", style: "form", explode: true } satisfies ApiParameter);
  const { argument: _, ...rest } = common;
  const others = operation.parameters.filter((each) => each !== known);
  return { ...operation, parameters: [...others, { ...rest, value }] };
}

function startOf({ kind, parameter }: Pagination, { parameters }: ApiOperation, input: Arguments): number {
  const known = parameters.find(({ name }) => name === parameter);
  const given = known?.argument === undefined ? known?.value : input[known.argument];
  const fallback = kind === "offset" ? 0 : 1;
  return numberOf(given ?? null) ?? fallback;
}

function numberOf(value: Json): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** `message.items` and `[1]` as steps. */
function wayTo(items: string): readonly (string | number)[] {
  return [...items.matchAll(/\[(\d+)\]|([\w-]+)/g)].map(([, at, name]) =>
    at === undefined ? (name ?? "") : Number(at),
  );
}

function listAt(data: Json, way: readonly (string | number)[]): readonly Json[] {
  const found = way.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null ? (value as Record<string, unknown>)[step] : undefined,
    data,
  );
  return Array.isArray(found) ? (found as readonly Json[]) : [];
}

function withListAt(data: Json, [step, ...rest]: readonly (string | number)[], list: readonly Json[]): Json {
  if (step === undefined) return list;
  if (typeof data !== "object" || data === null) return data;
  const inner = (data as Readonly<Record<string, Json>>)[step] ?? null;
  const changed = withListAt(inner, rest, list);
  if (Array.isArray(data)) return data.map((each: Json, at) => (at === Number(step) ? changed : each));
  return { ...(data as Readonly<Record<string, Json>>), [step]: changed };
}
