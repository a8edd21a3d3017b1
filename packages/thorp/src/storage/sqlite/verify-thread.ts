/** Looks for differences between events and tables without stopping the writer or the main thread. */
import { errorFrom, type Failure, ThorpError } from "../../base/errors.ts";
import { startThread } from "./start-thread.ts";

/** What the thread is started with. */
export interface VerifyStart {
  readonly folder: string;
}

/** The one message that the thread sends; `found` is empty when all agrees. */
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
