/** What can be done with one model: test it, fetch it, take it into memory, free it. */
import type { Model, TestedModel } from "@thorp/client";
import { Download, Play, Square, Zap } from "lucide-react";
import { useState } from "react";
import { notify } from "../app/notices.ts";
import { queries } from "../app/queries.ts";
import { thorp } from "../app/thorp.ts";
import { useAnswer } from "../chat/use-answer.ts";
import { useIsAdmin } from "../login/use-session.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/failure.tsx";
import { CheckList } from "./check-list.tsx";
import { PullProgress } from "./pull-progress.tsx";
import { usePull } from "./use-pull.ts";

const words = texts.catalogue.models;

export function ModelActions({ model: { id, tier, obstacle, provider } }: { readonly model: Model }) {
  const { error, isSending, send } = useAnswer();
  const [checks, setChecks] = useState<TestedModel["checks"]>();
  const fetching = usePull();
  const isAdmin = useIsAdmin();
  const test = async (): Promise<void> => setChecks((await thorp.modelAdmin.test(id)).checks);
  const order = async (what: "load" | "unload"): Promise<void> => {
    for (const { server, ok, reason } of await thorp.modelAdmin[what](id))
      notify({ tone: ok ? "good" : "bad", text: `${server}: ${reason ?? words.ordered[what]}` });
    await queries.invalidateQueries({ queryKey: ["model-servers"] });
  };
  const isReady = obstacle === undefined;
  const canPull = provider === "ollama" && !isReady;
  if (!isAdmin || tier === "embedded" || !(isReady || canPull)) return null;
  return (
    <>
      <div className="flex flex-wrap items-start gap-1.5 md:justify-end">
        {isReady && (
          <Button size="small" icon={Zap} disabled={isSending} onClick={() => send(test)}>
            {isSending ? words.working : words.test}
          </Button>
        )}
        {canPull && (
          <Button
            size="small"
            icon={Download}
            disabled={fetching.state.kind === "fetching"}
            onClick={() => void fetching.pull(id)}
          >
            {words.pull}
          </Button>
        )}
        {isReady && tier === "local" && (
          <>
            <Button size="small" icon={Play} disabled={isSending} onClick={() => send(() => order("load"))}>
              {words.load}
            </Button>
            <Button size="small" icon={Square} disabled={isSending} onClick={() => send(() => order("unload"))}>
              {words.unload}
            </Button>
          </>
        )}
      </div>
      <div className="col-span-full space-y-2 empty:hidden">
        <PullProgress model={id} state={fetching.state} onStop={fetching.stop} />
        {error !== undefined && <Failure error={error} />}
        {checks !== undefined && <CheckList checks={checks} />}
      </div>
    </>
  );
}
