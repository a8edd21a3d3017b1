/** The keys of one call: read when it begins, kept nowhere, and cut out of everything that is said about it. */
import { ThorpError } from "../../../base/errors.ts";
import { contentHash } from "../../../base/json.ts";
import type { ToolContext } from "../../tool.ts";
import type { ApiOperation, SecretUse } from "../api.ts";

/** A use with its value in place. */
export interface KeyInPlace {
  readonly in: SecretUse["in"];
  readonly name: string;
  readonly value: string;
}

/** What a call carries. */
export interface CallKeys {
  readonly places: readonly KeyInPlace[];
  /** Tells callers apart that are counted apart; holds nothing of a key that could be read. */
  readonly owner: string;
  /** With `[NAME]` wherever a key stands. */
  redact(text: string): string;
}

/** Throws `key-missing` with the variable, and where its value is handed out. */
export async function readKeys(
  { secrets, name }: Pick<ApiOperation, "secrets" | "name">,
  context: Pick<ToolContext, "needed">,
): Promise<CallKeys> {
  const places: KeyInPlace[] = [];
  const found: (readonly [env: string, value: string])[] = [];
  for (const use of secrets) {
    const values = await Promise.all(use.env.map((env) => context.needed(env)));
    const missing = use.env.filter((_, at) => values[at] === undefined);
    if (missing.length > 0) {
      if (use.isOptional) continue;
      throw missingKey(name, use, missing);
    }
    const given = values.map((value) => value ?? "");
    if (use.isSecret) for (const [at, value] of given.entries()) found.push([use.env[at] ?? "", value]);
    places.push(placed(use, given));
  }
  const forms = found.flatMap(([env, value]) => formsOf(value).map((form) => [env, form] as const));
  return {
    places,
    owner: found.length === 0 ? "" : contentHash(JSON.stringify(found)).slice(0, 16),
    redact: (text) => forms.reduce((clean, [env, form]) => clean.replaceAll(form, `[${env}]`), text),
  };
}

function missingKey(tool: string, { isSecret, where }: SecretUse, missing: readonly string[]): ThorpError {
  const names = missing.join(" and ");
  const kind = isSecret ? "a key" : "your own value";
  const page = where === undefined ? "" : ` It is handed out at ${where}.`;
  const set = isSecret ? ` or keep it with \`thorp credentials set ${missing[0] ?? ""}\`` : "";
  return new ThorpError("key-missing", `${tool} needs ${kind} in ${names}, which is not set.${page}`, {
    hint: `Set ${names} in the environment${set}.`,
  });
}

function placed({ in: place, name, format }: SecretUse, [first = "", second = ""]: readonly string[]): KeyInPlace {
  if (place !== "basic") return { in: place, name, value: format.replaceAll("{key}", () => first) };
  return { in: "header", name, value: `Basic ${Buffer.from(`${first}:${second}`).toString("base64")}` };
}

/** As it is, and as it looks inside an address or in a basic header. Longer ones first. */
function formsOf(value: string): readonly string[] {
  if (value.length < 4) return [];
  const forms = [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}
