/** The configuration: is it valid, and are the files with keys readable for their owner only. */
import { chmod, stat } from "node:fs/promises";
import { failureFrom } from "../../base/errors.ts";
import type { Config } from "../../config/load-config.ts";
import { broken, type Finding, ok } from "./finding.ts";

/** Either the configuration with what is to be said of it, or the finding that it cannot be read. */
export async function checkConfig(
  read: () => Promise<Config>,
  fix: boolean,
): Promise<{ readonly config?: Config; readonly findings: readonly Finding[] }> {
  try {
    const config = await read();
    const { file, warnings } = config;
    const findings = [
      ok("config", file === undefined ? "no thorp.yaml; the defaults hold" : file),
      ...warnings.map((warning) => broken("config", warning, "correct the name, or remove it")),
      ...(await Promise.all(config.envFiles.map((path) => envFileFinding(path, fix)))),
    ];
    return { config, findings };
  } catch (error) {
    const { message, hint } = failureFrom(error);
    return { findings: [broken("config", message, hint ?? "thorp config validate")] };
  }
}

async function envFileFinding(path: string, fix: boolean): Promise<Finding> {
  const mode = (await stat(path)).mode & 0o777;
  if (process.platform === "win32" || (mode & 0o077) === 0) return ok("keys", path);
  if (!fix)
    return broken("keys", `${path} holds keys and others may read it (mode ${mode.toString(8)})`, `chmod 600 ${path}`);
  await chmod(path, 0o600);
  return ok("keys", `${path}: now only you may read it`);
}
