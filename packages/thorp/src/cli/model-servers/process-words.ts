/** The state of a server that Thorp runs, in words. */

import { oneLine } from "../../base/clean-text.ts";
import { countWords } from "../../base/words.ts";
import type { StartedServer } from "../../engine/model-admin/model-admin.ts";

/** One line without its end. */
export function processWords(process: StartedServer["process"]): string {
  switch (process.state) {
    case "stopped":
      return "not running, starts when a call needs it";
    case "starting":
      return "starting";
    case "ready":
      return `runs as process ${process.pid}${process.restarts > 0 ? `, started again ${countWords(process.restarts, "time")}` : ""}`;
    case "elsewhere":
      return process.pid === undefined
        ? "another process answers at its address and is used"
        : `runs as process ${process.pid}, started by another Thorp`;
    case "restarting":
      return oneLine(`ended (${process.reason}) and is started again`);
    case "failed":
      return oneLine(`given up (${process.reason})`);
  }
}
