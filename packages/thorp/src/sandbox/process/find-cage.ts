/** Whether this machine can hold programs in a cage: not whether it has the program for it, but whether that works. */
import { execFile } from "node:child_process";
import type { CageFacts, FindCage } from "../cage.ts";
import { bubblewrapArguments } from "./bubblewrap-arguments.ts";
import { findProgram } from "./find-program.ts";

/** What is looked at. */
export interface FindCageOptions {
  /** As in the environment: folders that programs are looked for in. */
  readonly path: string;
  readonly platform?: NodeJS.Platform;
}

const INSTALL = "apt-get install bubblewrap";

/** Nothing is looked at before the first call. Never rejects. */
export function createFindCage(options: FindCageOptions): FindCage {
  let finding: Promise<CageFacts> | undefined;
  return () => (finding ??= findCage(options));
}

async function findCage({ path, platform = process.platform }: FindCageOptions): Promise<CageFacts> {
  if (platform !== "linux") {
    return { ok: false, why: "only Linux has what bubblewrap needs", hint: "run Thorp on Linux, or in a container" };
  }
  const bwrap = await findProgram("bwrap", path);
  if (bwrap === undefined) return { ok: false, why: "bubblewrap is not installed", hint: INSTALL };
  const version = await run(bwrap, ["--version"]);
  if (!version.ok) return { ok: false, why: `${bwrap} does not start: ${version.words}`, hint: INSTALL };
  const view = { folder: "/usr", place: "/work", network: false, tmpBytes: 1 << 20, hidden: [], readOnly: [] };
  const tried = await run(bwrap, [...bubblewrapArguments(view), "--", "/bin/sh", "-c", "exit 0"]);
  if (tried.ok) return { ok: true, bwrap, version: version.words.replace(/^bubblewrap /, "") };
  return {
    ok: false,
    why: `bubblewrap is there, but this system lets it make no cage: ${tried.words}`,
    hint: "allow user namespaces: `sysctl -w kernel.unprivileged_userns_clone=1`, or AppArmor's userns_create for bwrap; in a container run it with them",
  };
}

interface Tried {
  readonly ok: boolean;
  readonly words: string;
}

function run(file: string, args: readonly string[]): Promise<Tried> {
  return new Promise((resolve) => {
    execFile(file, [...args], { env: {}, timeout: 10_000 }, (error, out, err) => {
      const words = (error === null ? out : err || error.message).trim().split("\n").at(-1) ?? "";
      resolve({ ok: error === null, words: words.slice(0, 300) });
    });
  });
}
