/** Settings that arrive as text, from the environment, `.env` files and flags: parsed, checked, named by their origin. */
import { delimiter } from "node:path";
import { ThorpError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import type { Environment } from "./config-folder.ts";
import { listSettings, type Setting } from "./setting-list.ts";

/** Beside the settings, read by the program itself. */
export const configVariable = "THORP_CONFIG";
/** The key for the server that `server` names. A secret, so no setting: thorp.yaml can be shown to anybody. */
export const apiKeyVariable = "THORP_API_KEY";

/** Read by the store of credentials. */
const masterKeyVariables = ["", "_FILE", "_OLD", "_OLD_FILE"].map((end) => `THORP_MASTER_KEY${end}`);

/** One setting that came as text, already checked. */
export interface TextValue {
  readonly setting: Setting;
  readonly value: unknown;
  /** As the person wrote it: `THORP_BUDGETS_RUN`, `--budget`. */
  readonly name: string;
}

/** An empty variable counts as not set. Throws `config-invalid` that names every variable with a wrong value. */
export function environmentValues(env: Environment, where: string): readonly TextValue[] {
  const problems: string[] = [];
  const values = listSettings().flatMap((setting): TextValue[] => {
    const name = setting.variable;
    const text = name === undefined ? undefined : env[name];
    if (name === undefined || text === undefined || text === "") return [];
    const parsed = parseText(setting, text);
    if ("problem" in parsed) problems.push(`${name}${where} ${parsed.problem}`);
    return "problem" in parsed ? [] : [{ setting, value: parsed.value, name }];
  });
  if (problems.length === 0) return values;
  throw new ThorpError("config-invalid", `${problems.join(".\n")}.`, {
    hint: "Correct it, then run `thorp config` to see the result.",
  });
}

/** Throws `usage`. `name` is the flag as the person wrote it. */
export function flagValue(key: string, text: string, name: string): TextValue {
  const setting = listSettings().find((candidate) => candidate.key === key);
  if (setting === undefined) throw new Error(`There is no setting ${key}.`);
  const parsed = parseText(setting, text);
  if ("problem" in parsed) throw new ThorpError("usage", `${name} ${parsed.problem}.`);
  return { setting, value: parsed.value, name };
}

/** A sentence for each THORP_ variable that nothing reads. */
export function unknownVariables(env: Environment, where: string): readonly string[] {
  const settings = listSettings().flatMap(({ variable }) => variable ?? []);
  const known = [configVariable, apiKeyVariable, ...masterKeyVariables, ...settings];
  return Object.keys(env)
    .filter((name) => name.startsWith("THORP_") && !known.includes(name))
    .sort()
    .map((name) => {
      const meant = nearest(name, known);
      return `Nothing reads ${name}${where}${meant === undefined ? "" : `; did you mean ${meant}`}${meant === undefined ? "." : "?"}`;
    });
}

function parseText(setting: Setting, text: string): { readonly value: unknown } | { readonly problem: string } {
  const raw = rawValue(setting, text.trim());
  const checked = setting.schema.safeParse(raw);
  if (checked.success) return { value: checked.data };
  return { problem: `is "${text}"; it ${expectation(setting)}` };
}

function rawValue({ kind }: Setting, text: string): unknown {
  switch (kind) {
    case "number":
      return text === "" ? Number.NaN : Number(text);
    case "list":
      return splitText(text, ",");
    case "paths":
      return splitText(text, delimiter);
    default:
      return text;
  }
}

function splitText(text: string, separator: string): readonly string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function expectation({ kind, choices, key }: Setting): string {
  if (kind === "number")
    return key.startsWith("budgets.") ? "must be an amount of US dollars, such as 0.50" : "must be a whole number";
  if (kind === "choice") return `must be one of ${choices.join(", ")}`;
  if (kind === "duration") return "must be a number and ms, s, m or h, such as 90s";
  if (key === "timeZone") return "must be the name of a time zone, such as Europe/Berlin";
  return "must not be empty";
}
