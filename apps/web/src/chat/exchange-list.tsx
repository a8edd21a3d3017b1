/** All exchanges of a conversation, or the welcome before the first. */
import type { RefObject } from "react";
import { ErrorBoundary } from "../app/error-boundary.tsx";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
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
  const { exchanges, error, refetch, earlier } = chat;
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
        {conversation !== undefined && <h1 className="sr-only">{exchanges?.[0]?.run.text ?? texts.common.loading}</h1>}
        {conversation !== undefined && exchanges === undefined && error === null && (
          <Waiting rows={3} label={texts.common.loading} />
        )}
        {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
        {earlier !== undefined && (
          <Button size="small" className="mx-auto flex" onClick={earlier}>
            {texts.chat.showEarlier}
          </Button>
        )}
        {exchanges?.map((exchange) => (
          <ErrorBoundary key={exchange.run.id} about={exchange.run.id}>
            <Exchange exchange={exchange} actions={actions} />
          </ErrorBoundary>
        ))}
      </div>
    </div>
  );
}
