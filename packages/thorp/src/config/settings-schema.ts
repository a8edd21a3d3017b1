/**
 * Every setting of Thorp: the one source for checking thorp.yaml, for environment variables, for the JSON Schema and for
 * docs/configuration.md. A setting stands here only when something reads it.
 *
 * Keys of providers are not settings. They come from the environment, from `.env`, or from the file that `NAME_FILE`
 * names, so that thorp.yaml can be shown to anybody.
 */
import { z } from "zod";
import { durationPattern } from "../agents/team-folder/duration.ts";
import { logLevels } from "../base/logger.ts";
import { mcpServersSchema } from "../tools/mcp-server.ts";

const dollars = z.number().min(0);
const text = z.string().min(1);

const timeZone = text.refine(isTimeZone, "must be the name of a time zone, such as Europe/Berlin");
const duration = text.regex(durationPattern, "must be a number and ms, s, m or h, such as 90s");

const budgets = z.strictObject({
  run: dollars.optional().describe("The most that one run may cost, in US dollars; `--budget` overrides it."),
  day: dollars.optional().describe("The most that all runs of a day (UTC) may cost together, in US dollars."),
  agents: z
    .record(z.string(), dollars)
    .optional()
    .describe("The most that an agent may spend over all runs, in US dollars, by its name."),
});

const log = z.strictObject({
  level: z.enum(logLevels).optional().describe("What goes into the log: this level and what is more serious."),
  file: text.optional().describe("Where the log is written."),
});

const perMinute = z.number().int().min(0).max(10_000_000);

const limits = z.strictObject({
  user: perMinute.optional().describe("Requests that one user may make in a minute; 0 is no limit."),
  key: perMinute.optional().describe("Requests that one API key may make in a minute; 0 is no limit."),
  address: perMinute.optional().describe("Requests that one address may make in a minute; 0 is no limit."),
});

const count = z.number().int().min(1);

const tls = z.strictObject({
  cert: text.optional().describe("File with the certificate, in PEM, for `thorp serve` to speak HTTPS itself."),
  key: text.optional().describe("File with the key to the certificate, in PEM."),
});

const sockets = z.strictObject({
  perAddress: count.optional().describe("How many WebSockets one address, or one API key, may have open."),
  connectsPerMinute: count
    .optional()
    .describe("How many WebSockets one address, or one API key, may open in a minute."),
  messagesPerSecond: count.optional().describe("How many messages a second a WebSocket may send."),
  idle: duration
    .optional()
    .describe("A WebSocket that has subscribed to nothing and says nothing is closed after this."),
});

const backup = z.strictObject({
  every: duration.optional().describe("How often `thorp serve` makes a backup: 24h."),
  keep: count.optional().describe("How many of its own backups `thorp serve` keeps; those of persons stay."),
});

/** What may stand in thorp.yaml; nothing is required. */
export const settingsSchema = z.strictObject({
  dataDir: text.optional().describe("Folder for runs, events and money. `memory` keeps nothing."),
  team: text.optional().describe("Name or folder of the team that is asked when a request names none."),
  teamFolders: z
    .array(text)
    .optional()
    .describe("Folders that hold team folders, searched before the teams that come with Thorp."),
  catalogues: z
    .array(text)
    .optional()
    .describe("Files with models and providers that add to the built-in catalogue; later ones win."),
  model: text.optional().describe("Model id or alias that replaces every agent's choice."),
  budgets: budgets.optional(),
  deadline: duration.optional().describe("How long a run may take: 90s, 2m."),
  workspace: text.optional().describe("The folder whose files tools may read."),
  out: text.optional().describe("The folder that results are written to."),
  allowHosts: z.array(text).optional().describe("Hosts that tools may fetch although their addresses are not public."),
  timeZone: timeZone.optional().describe("IANA name, for dates in requests and results."),
  host: text.optional().describe("The address that `thorp serve` listens on."),
  port: z
    .number()
    .int()
    .min(0)
    .max(65535)
    .optional()
    .describe("The port that `thorp serve` listens on; 0 takes a free one."),
  limits: limits.optional(),
  basePath: z
    .string()
    .regex(/^(?:\/[\w.~-]+)+$/, "must begin with / and not end with one, such as /thorp")
    .optional()
    .describe("Where the server's paths begin when a proxy shows it below another site: /thorp."),
  trustedProxies: z
    .array(text)
    .optional()
    .describe("Addresses or networks (10.0.0.0/8) of reverse proxies whose Forwarded and X-Forwarded-* are believed."),
  tls: tls.optional(),
  sockets: sockets.optional(),
  backup: backup.optional(),
  server: text
    .optional()
    .describe(
      "Address of a running server that commands go to, with the key in THORP_API_KEY; `--server` overrides it.",
    ),
  mcp: mcpServersSchema.optional().describe("MCP servers whose tools agents may use, by name."),
  log: log.optional(),
});

/** One layer of settings as it was written, checked. */
export type WrittenSettings = z.infer<typeof settingsSchema>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
