/** Where a person's own configuration lives. */
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/** Variables by name, as `process.env` has them; nothing here reads the process by itself. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The one name under which settings are looked for in a folder. */
export const configFileName = "thorp.yaml";

/** `$XDG_CONFIG_HOME/thorp`, `~/.config/thorp`; `%APPDATA%/thorp` on Windows. */
export function configFolder(env: Environment): string {
  if (process.platform === "win32" && env["APPDATA"]) return join(env["APPDATA"], "thorp");
  return join(env["XDG_CONFIG_HOME"] || join(homedir(), ".config"), "thorp");
}

/** `~/x` from the home folder, anything relative from `base`. */
export function resolvePath(path: string, base: string): string {
  if (path === "~" || path.startsWith("~/")) return join(homedir(), path.slice(2));
  return isAbsolute(path) ? path : resolve(base, path);
}
