/** All exchanges of a conversation, or the welcome before the first. */
import type { RefObject } from "react";
import { ErrorBoundary } from "../app/error-boundary.tsx";
import { texts } from "../texts/texts.ts";
import { Waiting } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { Exchange, type ExchangeActions } from "./exchange.tsx";
import type { useConversation } from "./use-conversation.ts";
import { Welcome } from "./welcome.tsx";

export interface ExchangeListProps {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly conversation: string | undefined;
  readonly chat: ReturnType<typeof useConversation>;
  readonly actions: ExchangeActions;
  readonly onAsk: (text: string) => void;
}

export function ExchangeList({ box, content, conversation, chat, actions, onAsk }: ExchangeListProps) {
  const { runs, error, refetch } = chat;
  return (
    <div
      ref={box}
      data-scroll
      className="min-h-0 flex-1 overflow-y-auto"
      tabIndex={0}
      role="region"
      aria-label={texts.chat.messages}
    >
      <div ref={content} className="mx-auto max-w-3xl space-y-8 px-4 py-6">
        {conversation === undefined && <Welcome onAsk={onAsk} />}
        {conversation !== undefined && <h1 className="sr-only">{runs?.[0]?.text ?? texts.common.loading}</h1>}
        {conversation !== undefined && runs === undefined && error === null && (
          <Waiting rows={3} label={texts.common.loading} />
        )}
        {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
        {runs?.map((run) => (
          <ErrorBoundary key={run.id} about={run.id}>
            <Exchange run={run} answer={undefined} siblings={undefined} actions={actions} />
          </ErrorBoundary>
        ))}
      </div>
    </div>
  );
}
