/** What can be done with one model: test it, take it into memory, free it. */
import type { TestedModel } from "@thorp/client";
import { Play, Square, Zap } from "lucide-react";
import { useState } from "react";
import { notify } from "../app/notices.ts";
import { thorp } from "../app/thorp.ts";
import { useAnswer } from "../chat/approval-card.tsx";
import { texts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/failure.tsx";

const words = texts.catalogue.models;

export interface ModelActionsProps {
  readonly id: string;
  /** It lies on a server of one's own. */
  readonly isLocal: boolean;
}

export function ModelActions({ id, isLocal }: ModelActionsProps) {
  const { error, isSending, send } = useAnswer();
  const [checks, setChecks] = useState<TestedModel["checks"]>();
  const test = async (): Promise<void> => setChecks((await thorp.modelAdmin.test(id)).checks);
  const order = async (what: "load" | "unload"): Promise<void> => {
    for (const { server, ok, reason } of await thorp.modelAdmin[what](id))
      notify({ tone: ok ? "good" : "bad", text: `${server}: ${reason ?? words.ordered[what]}` });
  };
  return (
    <div className="col-span-full space-y-2">
      <div className="flex flex-wrap gap-1.5">
        <Button size="small" icon={Zap} disabled={isSending} onClick={() => send(test)}>
          {isSending ? words.working : words.test}
        </Button>
        {isLocal && (
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
      {error !== undefined && <Failure error={error} />}
      {checks !== undefined && (
        <ul className="space-y-1 text-xs">
          {checks.map(({ name, state, detail }) => (
            <li key={name} className="flex flex-wrap items-center gap-2">
              <Badge tone={state === "ok" || state === "passed" ? "good" : state === "failed" ? "bad" : "plain"}>
                {state}
              </Badge>
              <span className="font-medium">{name}</span>
              <span className="text-dim">{detail}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
