/** A real server over a real engine with scripted models, for tests of the server. Product code never imports it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSystemClock } from "../base/clock.ts";
import { createSystemDice } from "../base/dice.ts";
import { silentLogger } from "../base/logger.ts";
import { createEngine } from "../engine/create-engine.ts";
import type { EngineOptions } from "../engine/engine-options.ts";
import type { Thorp } from "../engine/thorp.ts";
import type { RequestLimits } from "./access/rate-limits.ts";
import { type RunningServer, type ServeOptions, startServer } from "./serve.ts";

export interface TestServer extends RunningServer {
  readonly thorp: Thorp;
  /** Holds the data folder; removed at the end, unless it was given. */
  readonly dir: string;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface TestServerOptions extends EngineOptions {
  readonly port?: number;
  readonly dir?: string;
  /** The built web page. */
  readonly webFolder?: string;
  readonly requireUsers?: boolean;
  readonly limits?: RequestLimits;
  readonly serve?: Partial<ServeOptions>;
}

export async function testServer({
  port = 0,
  dir: given,
  webFolder,
  requireUsers,
  limits,
  serve = {},
  ...options
}: TestServerOptions = {}): Promise<TestServer> {
  const dir = given ?? mkdtempSync(join(tmpdir(), "thorp-server-"));
  const thorp = await createEngine({ dataDir: join(dir, "data"), workspace: dir, env: {}, ...options });
  const server = await startServer({
    thorp,
    host: "127.0.0.1",
    port,
    version: "0.0.0-test",
    ...(webFolder === undefined ? {} : { webFolder }),
    ...(limits === undefined ? {} : { limits }),
    ...(requireUsers === undefined ? {} : { requireUsers }),
    clock: createSystemClock(),
    dice: createSystemDice(),
    logger: silentLogger,
    ...serve,
  });
  return {
    ...server,
    thorp,
    dir,
    async [Symbol.asyncDispose]() {
      await server.close();
      await thorp.close();
      if (given === undefined) rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The events of a server-sent stream as they come. */
export async function* serverEvents(
  response: Response,
): AsyncGenerator<{ readonly id?: string; readonly event?: string; readonly data: string }> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of response.body ?? []) {
    rest += decoder.decode(bytes, { stream: true });
    for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
      const fields = Object.fromEntries(
        rest
          .slice(0, end)
          .split("\n")
          .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
      ) as { id?: string; event?: string; data?: string };
      rest = rest.slice(end + 2);
      if (fields.data !== undefined) yield { ...fields, data: fields.data };
    }
  }
}
