/** `thorp serve`: the engine with recovery on, and the server in front of it, until it is told to end. */
import { randomBytes } from "node:crypto";
import { createSystemClock } from "../../base/clock.ts";
import { createSystemDice } from "../../base/dice.ts";
import type { Logger } from "../../base/logger.ts";
import { countWords } from "../../base/words.ts";
import type { Config } from "../../config/load-config.ts";
import { toEngineOptions } from "../../config/settings.ts";
import { createSettingsDesk } from "../../config/settings-desk.ts";
import { shippedWebFolder } from "../../engine/shipped-files.ts";
import type { ServerSettings } from "../../server/held-settings.ts";
import type { RunningServer } from "../../server/serve.ts";
import { writeServerNote } from "../attach/server-note.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { fileLogger } from "../file-logger.ts";
import { openWhenFree } from "../open-when-free.ts";
import { packageVersion } from "../package-version.ts";

/** The options of `thorp serve` as they were typed. */
export interface ServeCommandOptions extends CommonOptions {
  readonly host?: string;
  readonly port?: string;
}

/** Resolves when the server has drained. Throws `data-locked` when another process has the data folder. */
export async function runServe(context: CommandContext, options: ServeCommandOptions): Promise<void> {
  const { surroundings } = context;
  const load = () =>
    readConfig(context, options, [
      ["host", options.host, "--host"],
      ["port", options.port, "--port"],
    ]);
  const config = await load();
  const { host, port, basePath, trustedProxies, tls } = config.settings;
  let log = fileLogger(config.settings.log, surroundings);
  const logger: Logger = (...entry) => log(...entry);
  const thorp = await openWhenFree(context, config, {
    describe: "`thorp serve`",
    wait: false,
    recover: true,
    attach: false,
    logger,
  });
  let server: RunningServer | undefined;
  let removeNote = (): void => {};
  const hold = (fresh: Config): void => {
    log = fileLogger({ ...config.settings.log, level: fresh.settings.log.level }, surroundings);
    thorp.operations.adjust(toEngineOptions(fresh));
    server?.adjust(serverSettings(fresh));
  };
  const folderToken = randomBytes(32).toString("base64url");
  try {
    const { startServer } = await import("../../server/serve.ts");
    server = await startServer({
      thorp,
      host,
      port,
      version: packageVersion(),
      webFolder: shippedWebFolder(),
      ...{ basePath, trustedProxies, tls },
      ...serverSettings(config),
      settings: createSettingsDesk({ load, running: { config, hold } }),
      openModelDesk: async () => {
        const { openModelDesk } = await import("../../engine/model-desk/model-desk.ts");
        const { withStoredKeys } = await import("../../engine/stored-keys.ts");
        const env = await withStoredKeys({ ...config.settings, env: config.env });
        return openModelDesk({ ...toEngineOptions(config), env });
      },
      clock: createSystemClock(),
      dice: createSystemDice(),
      logger,
      folderToken,
    });
    removeNote = noteServer(config.settings.dataDir, server, folderToken);
    const unfinished = await thorp.listRuns({ unfinished: true });
    tell(context, options, { server, resumed: unfinished.length });
    await told(context);
    if (!options.json) surroundings.stderr.write("Winding down; unfinished runs go on with the next start.\n");
  } finally {
    removeNote();
    await server?.close();
    await thorp.close();
  }
}

/** What the server takes of the settings, at its start and whenever they change. */
function serverSettings({ settings: { limits, sockets, backup } }: Config): ServerSettings {
  const { everyMs, keep } = backup;
  return { limits, socketLimits: sockets, backup: everyMs === undefined ? undefined : { everyMs, keep } };
}

/** Commands that cannot have the data folder find the server by it. */
function noteServer(dataDir: string, { url, port }: RunningServer, token: string): () => void {
  if (dataDir === "memory") return () => {};
  const { hostname } = new URL(url);
  // Any address of the machine includes this one.
  const isAny = hostname === "0.0.0.0" || hostname === "[::]";
  return writeServerNote(dataDir, { url: isAny ? `http://127.0.0.1:${port}` : url, token, pid: process.pid });
}

interface Started {
  readonly server: RunningServer;
  /** Runs that were unfinished and go on now. */
  readonly resumed: number;
}

function tell({ surroundings }: CommandContext, { json }: ServeCommandOptions, { server, resumed }: Started): void {
  if (json) {
    surroundings.stdout.write(
      `${JSON.stringify({ url: server.url, port: server.port, resumed, ...(server.setup && { setup: server.setup }) })}\n`,
    );
    return;
  }
  surroundings.stdout.write(`Thorp answers at ${server.url}\n`);
  const more = [
    ...(server.setup === undefined
      ? []
      : [
          `  Nobody can log in yet. The first admin is made here, once, within an hour:\n  ${server.url}/#link=${server.setup.token}`,
        ]),
    `  OpenAI clients: ${server.url}/v1, any key, model "auto" or the name of a team`,
    `  API: ${server.url}/api/openapi.json`,
    ...(resumed > 0 ? [`  ${countWords(resumed, "unfinished run")} taken up again`] : []),
    "  Ctrl-C ends it.",
  ];
  surroundings.stderr.write(`${more.join("\n")}\n`);
}

/** Resolves at Ctrl-C or when the process is told to end; told once more, it leaves at once. */
function told({ surroundings, finish }: CommandContext): Promise<void> {
  return new Promise((resolve) => {
    let isTold = false;
    surroundings.onSignal((signal) => {
      if (isTold) surroundings.exit(signal === "SIGINT" ? 130 : 143);
      isTold = true;
      // Told to end is how a server ends well.
      finish(0);
      resolve();
    });
  });
}
