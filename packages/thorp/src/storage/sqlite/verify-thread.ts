/** Looks for differences between events and tables without stopping the writer or the main thread. */
import { errorFrom, type Failure, ThorpError } from "../../base/errors.ts";
import { startThread } from "./start-thread.ts";

export interface VerifyStart {
  readonly folder: string;
}

export type VerifyAnswer = { readonly found: readonly string[] } | { readonly failed: Failure };

/** Works on what is committed when it begins. See `verifyProjections`. */
export function verifyInThread(folder: string): Promise<readonly string[]> {
  const start: VerifyStart = { folder };
  const thread = startThread("verify-worker", start);
  return new Promise((resolve, reject) => {
    thread.on("message", (answer: VerifyAnswer) =>
      "found" in answer ? resolve(answer.found) : reject(errorFrom(answer.failed)),
    );
    thread.on("error", reject);
    thread.on("exit", () => reject(new ThorpError("internal", "The thread that checks the data ended early.")));
  });
}
