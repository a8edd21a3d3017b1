/** Which implementations hold programs of agents and clients. */
import type { Clock } from "../base/clock.ts";
import type { CageFacts, FindCage } from "../sandbox/cage.ts";
import type { CgroupFacts } from "../sandbox/cgroup.ts";
import { createFindCage } from "../sandbox/process/find-cage.ts";
import { createFindCgroup } from "../sandbox/process/find-cgroup.ts";
import { createBareMaker, createCageMaker } from "../sandbox/process/process-sandbox.ts";
import { createQuickjsMaker } from "../sandbox/quickjs/quickjs-sandbox.ts";
import type { SandboxKind, SandboxMaker } from "../sandbox/sandbox.ts";

/** One maker for each kind, and what this machine can. */
export interface SandboxMakers {
  readonly findCage: FindCage;
  readonly makers: Readonly<Record<SandboxKind, SandboxMaker>>;
}

/** What they are made with. */
export interface SandboxMakersOptions {
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute paths that no program sees, though they lie in a folder that it was given. */
  readonly hidden: readonly string[];
}

/** Looks at nothing and starts nothing before the first use. */
export function createSandboxMakers({ clock, env, hidden }: SandboxMakersOptions): SandboxMakers {
  // A program that embeds Thorp may give an environment of keys alone; programs are found as everywhere.
  const findCage = createFindCage({ path: env["PATH"] ?? process.env["PATH"] ?? "" });
  const findCgroup = createFindCgroup({ path: env["PATH"] ?? process.env["PATH"] ?? "", env });
  return {
    findCage,
    makers: {
      javascript: createQuickjsMaker({ clock }),
      cage: createCageMaker({ clock, findCage, findCgroup, hidden }),
      bare: createBareMaker({ clock, findCgroup }),
    },
  };
}

/** Makes a group with limits and says which of them hold. Never rejects. */
export function lookAtCgroup(env: Readonly<Record<string, string | undefined>>): Promise<CgroupFacts> {
  return createFindCgroup({ path: env["PATH"] ?? "", env })();
}

/** Tries to make a cage and says what came of it. Never rejects. */
export function lookAtCage(env: Readonly<Record<string, string | undefined>>): Promise<CageFacts> {
  return createFindCage({ path: env["PATH"] ?? "" })();
}
