/** The record of the configured data folder, for commands that only read. */
import { ThorpError } from "../base/errors.ts";
import type { Config } from "../config/load-config.ts";
import { type RunRecord, readRecord } from "../engine/read-record.ts";

/** Uses the record, and closes it whatever happens. `memory` holds nothing for others to read. */
export async function withRecord<Result>(
  { settings, env }: Pick<Config, "settings" | "env">,
  use: (record: RunRecord) => Promise<Result>,
): Promise<Result> {
  if (settings.server !== undefined) return use(await serversRecord(settings.server, { env }));
  if (settings.dataDir === "memory") {
    throw new ThorpError("usage", "With the data folder `memory` nothing is kept that could be read.");
  }
  const record = await readRecord(settings.dataDir);
  try {
    return await use(record);
  } finally {
    await record.close();
  }
}

/** The record as a server tells it. */
async function serversRecord(server: string, config: Pick<Config, "env">): Promise<RunRecord> {
  const { attachNamed } = await import("./attach/attach.ts");
  const thorp = attachNamed(server, config, { say: () => {} });
  return { ...thorp, compliance: () => thorp.compliance, verify: async () => [], owner: async () => undefined };
}
