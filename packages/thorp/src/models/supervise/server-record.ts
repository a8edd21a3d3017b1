/**
 * What is noted of a server that was started: `NAME.json` in the folder of the servers. Other processes see from it
 * what runs, and the next start clears away what a crash of both Thorp and the guardian left behind.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type Clock, sleep } from "../../base/clock.ts";
import { parseJson } from "../../base/json.ts";
import { killGroup } from "./kill-group.ts";
import { isRunning } from "./process-identity.ts";

const identity = z.object({ pid: z.int().min(2), started: z.string().optional() });

const recordSchema = z.object({
  guardian: identity,
  server: identity,
  /** Milliseconds since 1970. */
  since: z.number(),
  url: z.string(),
});
/** A started server as its note says. */
export type ServerRecord = z.infer<typeof recordSchema>;

/** The note of one server, and where its log is. */
export interface ServerRecords {
  readonly log: string;
  /** Undefined when no guardian of ours is alive; a server that outlived its guardian is ended then. */
  living(): Promise<ServerRecord | undefined>;
  write(record: ServerRecord): Promise<void>;
  remove(): Promise<void>;
}

const END_LIMIT_MS = 3000;

/** Reads nothing yet. `name` is the provider's. */
export function serverRecords(folder: string, name: string, clock: Clock): ServerRecords {
  const file = join(folder, `${name}.json`);
  const remove = () => rm(file, { force: true });
  return {
    log: join(folder, `${name}.log`),
    async living() {
      const checked = recordSchema.safeParse(parseJson(await readFile(file, "utf8").catch(() => "")));
      if (!checked.success) return undefined;
      const { guardian, server } = checked.data;
      if (await isRunning(withStart(guardian))) return checked.data;
      const until = clock.now() + END_LIMIT_MS;
      // Until it is gone it holds the port.
      while ((await isRunning(withStart(server))) && clock.now() < until) {
        killGroup(server.pid, "SIGKILL");
        await sleep(clock, 20);
      }
      await remove();
      return undefined;
    },
    async write(record) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(file, JSON.stringify(record), { mode: 0o600 });
    },
    remove,
  };
}

function withStart({ pid, started }: z.infer<typeof identity>) {
  return { pid, started };
}
