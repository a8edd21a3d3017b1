/**
 * One owner at a time, across processes, without a daemon.
 *
 * The lock is a folder that holds one file, whose name says who owns it. Both ways to get it are one atomic rename,
 * so two can never believe that they own it:
 * - free: a prepared folder is renamed to the lock's name, which fails while a filled folder stands there;
 * - dead owner: the owner's file is renamed to ours, which succeeds for the first only.
 * An owner is dead when its process is gone or its file has not been touched for a while (a reused process id).
 */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const HEARTBEAT_MS = 2_000;
const DEAD_AFTER_MS = 60_000;
const POLL_MS = 100;

/** Runs `work` alone; `onWait` is called once, with the owner's process id, when somebody else is at it. */
export async function withLock(folder, work, onWait = () => {}) {
  const mine = `${process.pid}-${Math.random().toString(36).slice(2)}`;
  let hasWaited = false;
  while (!claim(folder, mine)) {
    if (!hasWaited) onWait(ownerOf(folder)?.split("-")[0]);
    hasWaited = true;
    await new Promise((wake) => setTimeout(wake, POLL_MS));
  }
  const heartbeat = setInterval(() => touch(join(folder, mine)), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    release(folder, mine);
  }
}

function claim(folder, mine) {
  const owner = ownerOf(folder);
  if (owner === undefined) return claimFree(folder, mine);
  if (isAlive(folder, owner)) return false;
  if (!tryRename(join(folder, owner), join(folder, mine))) return false;
  touch(join(folder, mine));
  return true;
}

function claimFree(folder, mine) {
  const prepared = `${folder}.${mine}`;
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(prepared);
  writeFileSync(join(prepared, mine), "");
  const isMine = tryRename(prepared, folder);
  if (!isMine) rmSync(prepared, { recursive: true, force: true });
  return isMine;
}

/** Moved away before it is emptied: an empty folder under the lock's name would still be free for the taking. */
function release(folder, mine) {
  if (ownerOf(folder) !== mine) return;
  const leaving = `${folder}.${mine}`;
  if (tryRename(folder, leaving)) rmSync(leaving, { recursive: true, force: true });
}

function ownerOf(folder) {
  try {
    return readdirSync(folder)[0];
  } catch {
    return undefined;
  }
}

function isAlive(folder, owner) {
  try {
    if (Date.now() - statSync(join(folder, owner)).mtimeMs > DEAD_AFTER_MS) return false;
    process.kill(Number(owner.split("-")[0]), 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user. ENOENT: it left or lost the lock meanwhile; look again.
    return error.code === "EPERM" || error.code === "ENOENT";
  }
}

function tryRename(from, to) {
  try {
    renameSync(from, to);
    return true;
  } catch {
    return false;
  }
}

function touch(file) {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // Taken over after a long sleep of the machine: nothing left to keep alive.
  }
}
