/** A conversation: what was asked, how the team works on it, what it answered, and the next request. */
import { ArrowDown } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { setPlainTitle } from "../app/announce.ts";
import { ErrorBoundary } from "../app/error-boundary.tsx";
import { useConversations } from "../app/use-conversations.ts";
import { useEscape } from "../app/use-escape.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { chatCommands } from "./chat-commands.ts";
import { Composer } from "./composer.tsx";
import { type AskChoices, ComposerMenus, useTeams } from "./composer-menus.tsx";
import { exchangeActions } from "./exchange-actions.ts";
import { ExchangeList } from "./exchange-list.tsx";
import { QueueList } from "./queue-list.tsx";
import { type PaneContent, SidePane } from "./side-pane.tsx";
import { useConversation } from "./use-conversation.ts";
import { useFollowEnd } from "./use-follow-end.ts";
import { useLiveGraph } from "./use-live-graph.ts";
import { useLiveRun } from "./use-live-run.ts";
import { useRequests } from "./use-requests.ts";
import { useServerOffers } from "./use-server-offers.ts";
import { useTyping } from "./use-typing.ts";

export function ChatPage({ conversation }: { readonly conversation: string | undefined }) {
  const chat = useConversation(conversation);
  const { ask, retry, stop, showBranch } = chat;
  const runs = useMemo(() => chat.exchanges?.map(({ run }) => run), [chat.exchanges]);
  const [choices, setChoices] = useState<AskChoices>({ approvePlan: false });
  const [pane, setPane] = useState<PaneContent>();
  const teams = useTeams();
  const offers = useServerOffers();
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const { isAtEnd, toEnd } = useFollowEnd(box, content);
  const live = useLiveRun(runs, chat.renew);
  const last = runs?.at(-1);
  const stopLive = live === undefined ? undefined : () => stop(live);
  const requests = useRequests({ conversation, choices, ask, isFree: runs !== undefined && live === undefined });
  useEscape(stopLive);
  useTyping();
  // In this order: what another conversation had open goes, then what this one shows comes.
  useEffect(() => setPane(undefined), [conversation]);
  useLiveGraph(live?.id, setPane);
  const { all: named } = useConversations();
  const name = named?.find(({ id }) => id === conversation)?.title ?? runs?.[0]?.text;
  useEffect(() => setPlainTitle(name?.slice(0, 60) ?? texts.common.product), [name]);
  const actions = useMemo(() => exchangeActions({ retry, showBranch }, setPane), [retry, showBranch]);
  const commands = chatCommands({
    teams,
    offers,
    choices,
    setChoices,
    onStop: stopLive,
    ...(last === undefined ? {} : { onRetry: () => actions.retry(last), onGraph: () => actions.openGraph(last.id) }),
  });
  return (
    <div className="flex h-full">
      <div className="relative flex min-w-0 flex-1 flex-col">
        <ExchangeList
          {...{ box, content, conversation, chat, actions }}
          onAsk={(text) => void requests.send(text, [])}
        />
        <div className="mx-auto w-full max-w-3xl space-y-2 px-4 pb-4">
          {!isAtEnd && (
            <Button
              size="small"
              icon={ArrowDown}
              label={texts.chat.newest}
              onClick={toEnd}
              className="absolute right-1/2 -mt-10 translate-x-1/2 rounded-full shadow-float"
            />
          )}
          <QueueList
            queue={requests.queue}
            onChange={requests.change}
            onSendNow={({ id }) => {
              requests.change({ type: "first", id });
              stopLive?.();
            }}
          />
          <Composer
            conversation={conversation}
            isRunning={live !== undefined}
            commands={commands}
            offers={offers}
            menus={<ComposerMenus choices={choices} onChange={setChoices} />}
            onSend={(text, files) => {
              toEnd();
              return requests.send(text, files);
            }}
            onStop={() => stopLive?.()}
          />
        </div>
      </div>
      {pane !== undefined && (
        <ErrorBoundary about={JSON.stringify(pane)}>
          <SidePane content={pane} onChange={setPane} onClose={() => setPane(undefined)} />
        </ErrorBoundary>
      )}
    </div>
  );
}
