/** Where compiled code is kept between starts: a folder of this user, never a shared one, since it is run as code. */
import { homedir } from "node:os";
import { join } from "node:path";

/** Undefined when there is no home to keep it in, or NODE_COMPILE_CACHE decides already. */
export function compileCacheFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (env["NODE_COMPILE_CACHE"] || env["NODE_DISABLE_COMPILE_CACHE"]) return undefined;
  if (process.platform === "win32") return env["LOCALAPPDATA"] && join(env["LOCALAPPDATA"], "thorp", "compiled");
  const home = env["HOME"] || homedir();
  const cache = env["XDG_CACHE_HOME"] || (home && home !== "/" ? join(home, ".cache") : undefined);
  return cache && join(cache, "thorp", "compiled");
}
