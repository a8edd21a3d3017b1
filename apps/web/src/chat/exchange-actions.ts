/** What can be done with one exchange of a conversation. */
import type { ExchangeActions } from "./exchange.tsx";
import type { PaneContent } from "./side-pane.tsx";
import type { useConversation } from "./use-conversation.ts";

type Chat = Pick<ReturnType<typeof useConversation>, "retry" | "showBranch">;

export function exchangeActions({ retry, showBranch }: Chat, open: (content: PaneContent) => void): ExchangeActions {
  return {
    retry: (run, model) => retry(run, model === undefined ? {} : { model }),
    resend: (run, text) => retry(run, { text }),
    showBranch,
    openTask: (run, path) => open({ kind: "task", run, path }),
    openGraph: (run) => open({ kind: "graph", run }),
    openArtifact: (run, artifact) => open({ kind: "artifact", run, artifact }),
  };
}
