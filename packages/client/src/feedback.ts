/** What persons think of answers. */
import { type Calls, runPath } from "./calls.ts";
import type { Feedback, FeedbackRequest } from "./wire/feedback.generated.ts";

/** Both reject with `ThorpApiError`. */
export interface FeedbackClient {
  /** Replaces what you said before; nothing at all, `{}`, takes it back. `run-state` while there is no answer yet. */
  give(run: string, feedback: FeedbackRequest): Promise<void>;
  /** What each person says of the answer now. */
  show(run: string): Promise<readonly Feedback[]>;
}

/** The part of the client for feedback. */
export function createFeedbackClient({ json, done }: Calls): FeedbackClient {
  return {
    give: (run, body) => done({ method: "PUT", path: runPath(run, "/feedback"), body, repeatable: true }),
    show: async (run) => (await json<{ feedback: readonly Feedback[] }>({ path: runPath(run, "/feedback") })).feedback,
  };
}
