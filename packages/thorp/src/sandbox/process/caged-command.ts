/**
 * A long-lived program of somebody else in a cage, for callers that start and talk to it themselves: servers on standard
 * input and output, such as those of MCP.
 */
import { realpath } from "node:fs/promises";
import { ThorpError } from "../../base/errors.ts";
import type { FindCage } from "../cage.ts";
import { bubblewrapArguments, cageEnvironment } from "./bubblewrap-arguments.ts";
import { reachableNode } from "./reachable-node.ts";

/** What the program is and what it may have of this machine. */
export interface CagedCommandOptions {
  readonly command: string;
  readonly args?: readonly string[];
  /** Absolute folder that it may change; it starts there. */
  readonly folder: string;
  /** Absolute paths that it may read beside that: where its code stands. */
  readonly readable?: readonly string[];
  /** Default: none. */
  readonly network?: boolean;
  /** Its whole environment beside PATH, HOME and the like: only what it was given on purpose. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What to start, with which environment; the program ends with the process that starts it. */
export interface CagedCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Rejects with `sandbox-missing` where this machine has no cage. */
export async function cagedCommand(findCage: FindCage, options: CagedCommandOptions): Promise<CagedCommand> {
  const cage = await findCage();
  if (!cage.ok)
    throw new ThorpError("sandbox-missing", `There is no cage for programs here: ${cage.why}.`, { hint: cage.hint });
  const folder = await realpath(options.folder);
  const node = await reachableNode(undefined);
  const view = {
    ...{ folder, place: folder, network: options.network ?? false, tmpBytes: 64 << 20, hidden: [], readOnly: [] },
    readable: options.readable ?? [],
    ...(node === undefined ? {} : { node }),
    keepsEnvironment: true,
  };
  const args = [...bubblewrapArguments(view), "--", options.command, ...(options.args ?? [])];
  return { command: cage.bwrap, args, env: { ...cageEnvironment(view), ...options.env } };
}
