/**
 * Ends a group of processes when this process is gone, however it went.
 *
 * A program would go on after `kill -9`: so a shell beside it waits for the end of a pipe that only we hold, and then
 * ends the whole group. What has left its group is not reached. A cage dies with us by itself, but not in its first
 * milliseconds, before it has asked the kernel for that; it also ends what is in it only once it has asked for that, so
 * the shell gives it a moment.
 */
import { spawn } from "node:child_process";
import type { Socket } from "node:net";

/** `leader` is the number of the group. Gives the function that ends the watch, for when the group has ended. */
export function guardGroup(leader: number): () => void {
  const watch = spawn("/bin/sh", ["-c", 'read -r _; sleep 0.3; kill -9 "-$1"', "thorp-guard", String(leader)], {
    env: {},
    stdio: ["pipe", "ignore", "ignore"],
    // Ctrl-C in a terminal is not for it.
    detached: true,
  });
  watch.on("error", () => {
    // Where there is no shell there is no guard; the group is ended by us as long as we are there.
  });
  watch.stdin.on("error", () => {});
  watch.unref();
  (watch.stdin as Socket).unref();
  return () => void watch.kill("SIGKILL");
}
