/**
 * Sandboxes whose programs are processes: in a cage of bubblewrap, or bare where there is none and a person allowed it.
 *
 * Bare they have our rights and our network; only limits, a clean environment and the end of the whole group are left. The
 * same code makes both, so that what holds for one is tested on the other.
 */
import { realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import type { FindCage } from "../cage.ts";
import type { FindCgroup } from "../cgroup.ts";
import { createFolderFiles } from "../files/folder-files.ts";
import { openFiles } from "../files/open-files.ts";
import { editWith } from "../files/sandbox-files.ts";
import { createTurns } from "../in-turn.ts";
import { limitsFrom } from "../limits.ts";
import type { Program, ProgramLanguage, ProgramUpdate, Sandbox, SandboxMaker, SandboxWish } from "../sandbox.ts";
import { closedSandbox } from "../sandbox-path.ts";
import { bubblewrapArguments, cageEnvironment, type HiddenPath } from "./bubblewrap-arguments.ts";
import { limitedCommand } from "./limited-command.ts";
import { makeOwnFolder, type OwnFolder, removeLeftFolders } from "./own-folder.ts";
import { programCommand } from "./program-command.ts";
import { reachableNode } from "./reachable-node.ts";
import { type ProcessOrder, runProcess } from "./run-process.ts";

/** What process sandboxes are made with. */
export interface ProcessSandboxOptions {
  readonly clock: Clock;
  readonly findCage: FindCage;
  /** Absent: all processes of a program together are only measured. */
  readonly findCgroup?: FindCgroup;
  /** Absolute paths that no program sees, though they lie in a folder that was given: data folder, files with keys. */
  readonly hidden?: readonly string[];
}

const languages: readonly ProgramLanguage[] = ["sh", "python"];
/** bubblewrap itself, and the first process of its namespace. */
const CAGE_PROCESSES = 2;
const TMP_BYTES = 64 << 20;
/** Where a sandbox's own folder stands in the cage. */
const PLACE = "/work";

/** Programs in a cage; `open` rejects with `sandbox-missing` where there is none. */
export function createCageMaker(options: ProcessSandboxOptions): SandboxMaker {
  const sweep = once(removeLeftFolders);
  return {
    kind: "cage",
    languages,
    async open(wish = {}) {
      const cage = await options.findCage();
      if (!cage.ok)
        throw new ThorpError("sandbox-missing", `There is no cage for programs here: ${cage.why}.`, {
          hint: cage.hint,
        });
      await sweep();
      return openSandbox(wish, { ...options, bwrap: cage.bwrap });
    },
  };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}

/** Programs with our own rights. Whoever opens one has asked a person about the very program. */
export function createBareMaker(options: Pick<ProcessSandboxOptions, "clock" | "findCgroup">): SandboxMaker {
  return { kind: "bare", languages, open: (wish = {}) => openSandbox(wish, options) };
}

interface Making extends Pick<ProcessSandboxOptions, "clock" | "hidden" | "findCgroup"> {
  /** Absolute path of bubblewrap; without a cage absent. */
  readonly bwrap?: string;
}

async function openSandbox(wish: SandboxWish, making: Making): Promise<Sandbox> {
  const limits = limitsFrom(wish.limits);
  const own = wish.folder === undefined ? await makeOwnFolder() : undefined;
  const folder = own?.path ?? (await realpath(wish.folder ?? ""));
  const { user } = own ?? {};
  const measured = own === undefined ? {} : { diskBytes: limits.diskBytes };
  const files = createFolderFiles({ folder, ...measured, ...(user === undefined ? {} : { user }) });
  const takeTurn = createTurns();
  const closed = new AbortController();
  const demandOpen = (): void => {
    if (closed.signal.aborted) throw closedSandbox();
  };
  const sandbox: Sandbox = {
    kind: making.bwrap === undefined ? "bare" : "cage",
    languages,
    limits,
    async *run(program, signal): AsyncGenerator<ProgramUpdate> {
      demandOpen();
      const order = await grouped(await orderFor(program, { ...making, wish, limits, folder, own }), making);
      const endTurn = await takeTurn();
      try {
        demandOpen();
        const stop = signal === undefined ? closed.signal : AbortSignal.any([signal, closed.signal]);
        yield* runProcess(order, { clock: making.clock, signal: stop });
      } finally {
        endTurn();
      }
    },
    ...openFiles(files, demandOpen),
    editFile: (path, edit) => editWith(sandbox, path, edit),
    async close() {
      if (closed.signal.aborted) return;
      closed.abort();
      (await takeTurn())();
      await own?.remove();
    },
  };
  return sandbox;
}

interface Place extends Making {
  readonly wish: SandboxWish;
  readonly limits: Sandbox["limits"];
  readonly folder: string;
  readonly own: OwnFolder | undefined;
}

async function orderFor(program: Program, place: Place): Promise<ProcessOrder> {
  const { wish, limits, folder, own, bwrap } = place;
  const command = limitedCommand(programCommand(program), limits);
  const node = await reachableNode(own?.user);
  const shared = {
    limits,
    timeMs: Math.min(program.timeMs ?? limits.timeMs, limits.timeMs),
    ...(program.input === undefined ? {} : { input: program.input }),
    ...(own === undefined ? {} : { measured: folder }),
    ...(own?.user === undefined ? {} : { user: own.user }),
  };
  if (bwrap === undefined) {
    const PATH = process.env["PATH"] ?? "";
    const env = { ...cageEnvironment({}), PATH, HOME: folder };
    return { ...shared, command, env, cwd: folder, ownProcesses: 0 };
  }
  const view = bubblewrapArguments({
    ...{ folder, place: own === undefined ? folder : PLACE, network: wish.network ?? false, tmpBytes: TMP_BYTES },
    hidden: await hiddenIn(folder, [...(place.hidden ?? []), join(folder, ".env")]),
    // A hook or a setting in .git runs later, outside of every cage.
    readOnly: own === undefined ? [join(folder, ".git")] : [],
    ...(node === undefined ? {} : { node }),
  });
  // bubblewrap gets no environment either: a program can read that of the first process of its cage.
  const caged = [bwrap, ...view, "--", ...command];
  return { ...shared, command: caged, env: {}, cwd: "/", ownProcesses: CAGE_PROCESSES };
}

/** In a group of its own where this machine has any. */
async function grouped(order: ProcessOrder, { findCgroup }: Making): Promise<ProcessOrder> {
  const cgroup = await findCgroup?.();
  return cgroup?.ok !== true || order.user !== undefined ? order : { ...order, ...cgroup.group(order) };
}

/** Of the paths those that lie in the folder and are there. */
async function hiddenIn(folder: string, paths: readonly string[]): Promise<readonly HiddenPath[]> {
  const found: HiddenPath[] = [];
  for (const path of paths) {
    const real = await realpath(path).catch(() => undefined);
    if (real === undefined || !real.startsWith(`${folder}/`)) continue;
    found.push({ path: real, isFolder: (await stat(real)).isDirectory() });
  }
  return found;
}
