/** Starts a guardian with its server, and tells what becomes of them. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ThorpError } from "../../base/errors.ts";
import type { GuardOrder, GuardReport, GuardRequest } from "./guardian-protocol.ts";

/** How a server ended. */
export type ServerExit = Omit<Extract<GuardReport, { type: "exited" }>, "type">;

/** A server that was started, with its guardian. */
export interface GuardedServer {
  readonly guardianPid: number;
  readonly serverPid: number;
  /** Resolves when the guardian has ended; undefined when it ended without a word. Never rejects. */
  readonly exited: Promise<ServerExit | undefined>;
  /** SIGTERM, later SIGKILL to all that the server started; resolves when it is gone. */
  stop(): Promise<void>;
}

/** Rejects with `model-unavailable` when the program cannot be started. */
export function startGuardian(order: GuardOrder): Promise<GuardedServer> {
  // The same folder holds .ts when run from source and .js when built.
  const file = import.meta.url.endsWith(".ts") ? "./guardian-worker.ts" : "./guardian-worker.js";
  const guardian = fork(fileURLToPath(new URL(file, import.meta.url)), [], {
    execArgv: [],
    env: {},
    detached: true,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const tell = (request: GuardRequest) => void (guardian.connected && guardian.send(request, () => {}));
  let last: ServerExit | undefined;
  const exited = new Promise<ServerExit | undefined>((resolve) => {
    guardian.once("exit", () => resolve(last));
    guardian.once("error", () => resolve(last));
  });
  return new Promise((resolve, reject) => {
    const refuse = (message: string) =>
      reject(new ThorpError("model-unavailable", `${order.command[0]} could not be started: ${message}`));
    guardian.on("message", (report: GuardReport) => {
      if (report.type === "exited") last = report;
      else if (report.type === "refused") refuse(report.message);
      else {
        const stop = async () => {
          tell({ type: "stop" });
          await exited;
        };
        resolve({ guardianPid: guardian.pid ?? 0, serverPid: report.pid, exited, stop });
      }
    });
    void exited.then(() => refuse("its guardian ended"));
    tell({ type: "guard", order });
  });
}
