/** Programs of MCP servers in a cage where this machine has one; without one as they are, which a person agreed to. */
import { mkdir } from "node:fs/promises";
import type { FindCage } from "../../sandbox/cage.ts";
import { cagedCommand } from "../../sandbox/process/caged-command.ts";
import { plainSpawn, type SpawnProgram } from "../../tools/mcp/spawn-program.ts";

/** The cage, and the folder that a program may write which names none. */
export interface CagedSpawnOptions {
  readonly findCage: FindCage;
  readonly folder: string;
}

/** Nothing is looked at before the first program. */
export function cagedSpawn({ findCage, folder: own }: CagedSpawnOptions): SpawnProgram {
  const plain = plainSpawn();
  return {
    async start(launch) {
      if (!launch.cage || !(await findCage()).ok) return plain.start(launch);
      const folder = launch.cwd ?? own;
      if (launch.cwd === undefined) await mkdir(own, { recursive: true, mode: 0o700 });
      const { command, args, env, network, reads: readable } = launch;
      const caged = await cagedCommand(findCage, { command, args, env, network, readable, folder });
      return plain.start({ ...launch, ...caged, usualEnv: {}, cwd: folder });
    },
    async caging() {
      const cage = await findCage();
      return cage.ok ? { ok: true } : { ok: false, why: cage.why, hint: cage.hint };
    },
  };
}
