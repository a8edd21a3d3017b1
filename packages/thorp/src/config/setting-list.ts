/** The settings one by one, as environment variables, flags and the manual name them. */
import { z } from "zod";
import { settingsSchema, type WrittenSettings } from "./settings-schema.ts";

/** `paths` stand apart by the character that PATH uses, the entries of a `list` by commas. */
export type SettingKind = "text" | "path" | "number" | "duration" | "list" | "paths" | "choice" | "table";

/** One setting as it appears to a person. */
export interface Setting {
  /** `budgets.run` */
  readonly key: string;
  readonly kind: SettingKind;
  /** `THORP_BUDGETS_RUN`; absent for tables, which one line of text cannot hold. */
  readonly variable?: string;
  readonly description: string;
  /** The allowed words of a choice. */
  readonly choices: readonly string[];
  /** In words, for the manual. */
  readonly defaultText: string;
  readonly schema: z.ZodType;
}

// Relative ones are taken from the folder of the file that names them, or from the working folder.
const pathKeys: ReadonlySet<string> = new Set([
  "dataDir",
  "teamFolders",
  "catalogues",
  "workspace",
  "out",
  "tls.cert",
  "tls.key",
  "log.file",
]);
const durationKeys: ReadonlySet<string> = new Set(["deadline", "sockets.idle", "backup.every"]);

const defaultTexts: Readonly<Record<string, string>> = {
  dataDir: "`thorp` in `$XDG_DATA_HOME` or `~/.local/share`",
  team: "`alma`",
  teamFolders: "`teams` in the configuration folder",
  catalogues: "`models.NAME.yaml` and then `models.yaml` in the configuration folder",
  model: "each agent's own choice",
  "budgets.run": "no limit",
  "budgets.day": "no limit",
  "budgets.agents": "no limit",
  deadline: "what the team says",
  workspace: "the working folder",
  out: "`thorp-out` in the workspace",
  allowHosts: "none",
  mcp: "none",
  timeZone: "the system's",
  host: "`127.0.0.1`",
  port: "4646",
  "limits.user": "600",
  "limits.key": "600",
  "limits.address": "3000",
  basePath: "`/`",
  trustedProxies: "none",
  "tls.cert": "none: plain HTTP",
  "tls.key": "none",
  "sockets.perAddress": "100",
  "sockets.connectsPerMinute": "120",
  "sockets.messagesPerSecond": "50",
  "sockets.idle": "10m",
  "backup.every": "never",
  "backup.keep": "7",
  server: "none: in the command's own process, or by the server that has the data folder",
  "log.level": "`warn`",
  "log.file": "`thorp.log` in the data folder",
};

/** All settings in the order of the schema. */
export function listSettings(): readonly Setting[] {
  return leavesOf(settingsSchema, []);
}

/** The value that a layer gives to a setting. */
export function writtenValue(layer: WrittenSettings, key: string): unknown {
  let value: unknown = layer;
  for (const part of key.split(".")) value = (value as Record<string, unknown> | undefined)?.[part];
  return value;
}

/** `THORP_TEAM_FOLDERS` for `teamFolders`. */
function variableOf(key: string): string {
  return `THORP_${key.replace(/[A-Z]/g, "_$&").replaceAll(".", "_").toUpperCase()}`;
}

function leavesOf(schema: z.ZodObject, above: readonly string[]): readonly Setting[] {
  return Object.entries(schema.shape).flatMap(([name, member]) => {
    const path = [...above, name];
    const inner = member instanceof z.ZodOptional ? member.unwrap() : member;
    if (inner instanceof z.ZodObject) return leavesOf(inner, path);
    return [settingFrom(path.join("."), inner as z.ZodType, (member as z.ZodType).description ?? "")];
  });
}

function settingFrom(key: string, schema: z.ZodType, description: string): Setting {
  const kind = kindOf(key, schema);
  return {
    key,
    kind,
    ...(kind === "table" ? {} : { variable: variableOf(key) }),
    description,
    choices: schema instanceof z.ZodEnum ? schema.options.map(String) : [],
    defaultText: defaultTexts[key] ?? "",
    schema,
  };
}

function kindOf(key: string, schema: z.ZodType): SettingKind {
  if (schema instanceof z.ZodRecord) return "table";
  if (schema instanceof z.ZodNumber) return "number";
  if (schema instanceof z.ZodEnum) return "choice";
  if (schema instanceof z.ZodArray) return pathKeys.has(key) ? "paths" : "list";
  if (pathKeys.has(key)) return "path";
  return durationKeys.has(key) ? "duration" : "text";
}
