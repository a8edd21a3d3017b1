/** What can be done with one exchange of a conversation. */
import type { AskRequest } from "@thorp/client";
import type { ExchangeActions } from "./exchange.tsx";
import type { PaneContent } from "./side-pane.tsx";

export function exchangeActions(
  ask: (request: AskRequest) => Promise<boolean>,
  open: (content: PaneContent) => void,
): ExchangeActions {
  return {
    retry: ({ text, team }, model) => void ask({ text, team, ...(model === undefined ? {} : { model }) }),
    resend: ({ team }, text) => void ask({ text, team }),
    openTask: (run, path) => open({ kind: "task", run, path }),
    openGraph: (run) => open({ kind: "graph", run }),
    openArtifact: (run, artifact) => open({ kind: "artifact", run, artifact }),
  };
}
