/**
 * Ends a group of processes when this process is gone, however it went.
 *
 * What runs in a cage dies with us by itself. A program without one would go on after `kill -9`: so a shell beside it
 * waits for the end of a pipe that only we hold, and then ends the whole group. What has left its group is not reached.
 */
import { spawn } from "node:child_process";
import type { Socket } from "node:net";

/** `leader` is the number of the group. Gives the function that ends the watch, for when the group has ended. */
export function guardGroup(leader: number): () => void {
  const watch = spawn("/bin/sh", ["-c", 'read -r _; kill -9 "-$1"', "thorp-guard", String(leader)], {
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
