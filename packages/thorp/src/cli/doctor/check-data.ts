/** The data folder: can it be written, who owns it, how full is the disk, and does the record agree with itself. */
import { constants } from "node:fs";
import { access, readdir, stat, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createSystemClock } from "../../base/clock.ts";
import { type Failure, failureFrom } from "../../base/errors.ts";
import { silentLogger } from "../../base/logger.ts";
import { byteWords, countWords } from "../../base/words.ts";
import type { Config } from "../../config/load-config.ts";
import { lookAtCacheFile } from "../../engine/cache-file.ts";
import { openStore } from "../../engine/open-store.ts";
import { needsSalvage } from "../../engine/salvage-record.ts";
import { cacheWords } from "../cache/show-cache.ts";
import { withRecord } from "../open-record.ts";
import { damageFinding } from "./damage-finding.ts";
import { broken, type Finding, ok } from "./finding.ts";

/** Below this a run may not be able to end. */
const LITTLE_SPACE = 200_000_000;
const MOST_SHOWN = 5;

/** Changes nothing unless `fix` is set. */
export async function checkData({ settings }: Pick<Config, "settings">, fix: boolean): Promise<readonly Finding[]> {
  const folder = settings.dataDir;
  if (folder === "memory") return [ok("data", "in memory; nothing is kept")];
  const place = await folderFinding(folder);
  const space = await spaceFinding(folder);
  if (place.state === "broken") return [place, ...space];
  return [place, ...space, await recordFinding(settings, fix), await cacheFinding(folder)];
}

async function folderFinding(folder: string): Promise<Finding> {
  try {
    const nearest = await existingPart(folder);
    await access(nearest, constants.W_OK | constants.X_OK);
    if (nearest !== folder) return ok("data", `${folder} will be made by the first run`);
    return ok("data", `${folder}, ${byteWords(await sizeOf(folder))}`);
  } catch (error) {
    return broken(
      "data",
      `${folder} cannot be written (${failureFrom(error).message})`,
      `chown -R "$USER" ${folder}, or choose another folder with THORP_DATA_DIR`,
    );
  }
}

async function spaceFinding(folder: string): Promise<readonly Finding[]> {
  try {
    const { bavail, bsize } = await statfs(await existingPart(folder));
    const free = bavail * bsize;
    if (free > LITTLE_SPACE) return [ok("disk", `${byteWords(free)} free`)];
    return [broken("disk", `only ${byteWords(free)} free`, "thorp runs prune --older 30d, or free space elsewhere")];
  } catch {
    // Some file systems do not tell.
    return [];
  }
}

async function recordFinding(settings: Config["settings"], fix: boolean): Promise<Finding> {
  try {
    const { runs, owner, problems } = await withRecord({ settings, env: {} }, async (record) => ({
      runs: (await record.listRuns({ limit: 1_000_000 })).length,
      owner: await record.owner(),
      problems: await record.verify(),
    }));
    const owned = owner === undefined ? "nobody uses it now" : `in use by ${owner}`;
    if (problems.length === 0) return ok("record", `${countWords(runs, "run")}, tables and events agree; ${owned}`);
    if (await needsSalvage(problems)) return await damageFinding(problemWords(problems), settings, fix);
    if (!fix) return broken("record", problemWords(problems), "thorp doctor --fix");
    await repair(settings);
    return ok("record", `repaired: ${problemWords(problems)}`);
  } catch (error) {
    const failure: Failure = failureFrom(error);
    if (failure.code === "data-corrupt")
      return damageFinding(failure.message, settings, fix).catch((reason: unknown) =>
        broken("record", `${failure.message} ${failureFrom(reason).message}`, failureFrom(reason).hint ?? ""),
      );
    return broken("record", failure.message, failure.hint ?? "");
  }
}

async function cacheFinding(folder: string): Promise<Finding> {
  return ok("cache", cacheWords((await lookAtCacheFile(folder, createSystemClock())).summary));
}

async function repair(settings: Config["settings"]): Promise<void> {
  const opened = await openStore(
    { dataDir: settings.dataDir, describe: "`thorp doctor --fix`" },
    { clock: createSystemClock(), logger: silentLogger },
  );
  try {
    await opened.store.verify({ repair: true });
  } finally {
    await opened.close();
  }
}

function problemWords(problems: readonly string[]): string {
  const more = problems.length > MOST_SHOWN ? [`and ${problems.length - MOST_SHOWN} more`] : [];
  return [...problems.slice(0, MOST_SHOWN), ...more].join("; ");
}

/** The folder itself, or the nearest one above it that is there. */
async function existingPart(folder: string): Promise<string> {
  for (let path = folder; ; path = dirname(path)) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory() || dirname(path) === path) return path;
  }
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
