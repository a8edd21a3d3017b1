/** A conversation: what was asked, how the team works on it, what it answered, and the next request. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { AskRequest } from "@thorp/client";
import { useEffect, useRef, useState } from "react";
import { goTo } from "../app/location.ts";
import { thorp } from "../app/thorp.ts";
import { words } from "../words.ts";
import { Composer } from "./composer.tsx";
import { Exchange } from "./exchange.tsx";
import { Welcome } from "./welcome.tsx";

export function ChatPage({ conversation }: { readonly conversation: string | undefined }) {
  const queries = useQueryClient();
  const end = useRef<HTMLDivElement>(null);
  const [error, setError] = useState<Error>();
  const key = ["runs", "conversation", conversation];
  const { data: runs = [] } = useQuery({
    queryKey: key,
    queryFn: async () => (await thorp.runs.list({ conversation: conversation ?? "", limit: 500 })).toReversed(),
    enabled: conversation !== undefined,
    refetchInterval: 5_000,
  });
  const count = runs.length;
  useEffect(() => {
    if (count > 0) end.current?.scrollIntoView({ block: "end" });
  }, [count]);

  const ask = async (request: AskRequest): Promise<boolean> => {
    try {
      setError(undefined);
      const asked = await thorp.ask({
        ...request,
        interactive: true,
        ...(conversation === undefined ? {} : { conversation }),
      });
      await queries.invalidateQueries({ queryKey: ["runs"] });
      goTo({ page: "chat", conversation: asked.conversation }, conversation === undefined ? "replace" : "push");
      return true;
    } catch (thrown) {
      setError(thrown as Error);
      return false;
    }
  };

  return (
    <div className="flex h-full flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={0} role="region" aria-label={words.messages}>
        <div className="mx-auto max-w-4xl space-y-8 p-4">
          {conversation !== undefined && <h1 className="sr-only">{runs[0]?.text ?? words.loading}</h1>}
          {conversation === undefined && <Welcome onAsk={(text) => void ask({ text })} />}
          {runs.map((run) => (
            <Exchange key={run.id} run={run.id} onAskAgain={(text) => void ask({ text })} />
          ))}
          <div ref={end} />
        </div>
      </div>
      {error !== undefined && (
        <p role="alert" className="mx-auto w-full max-w-4xl px-4 text-bad">
          {error.message}
        </p>
      )}
      <Composer onAsk={ask} />
    </div>
  );
}
