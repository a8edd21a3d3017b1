/** The FindCgroup seam: whether this machine can hold all processes of a program together, and for what. */
import type { SandboxLimits } from "./sandbox.ts";

/** A command in a group of its own. */
export interface GroupedCommand {
  readonly command: readonly string[];
  /** What the command that makes the group needs; the program gets none of it. */
  readonly env: Readonly<Record<string, string>>;
}

/** What is to be started, with its whole environment. */
export interface GroupOrder {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly limits: Pick<SandboxLimits, "memoryBytes" | "processes">;
  /** Processes that belong to the cage and not to the program. */
  readonly ownProcesses: number;
}

/** `memory` and `pids`: what was tried and held; at least one of them does. */
export type CgroupFacts =
  | {
      readonly ok: true;
      readonly memory: boolean;
      readonly pids: boolean;
      group(order: GroupOrder): GroupedCommand;
    }
  | { readonly ok: false; readonly why: string };

/** Looks once. Never rejects. */
export type FindCgroup = () => Promise<CgroupFacts>;
