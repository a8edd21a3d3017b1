/** One call in a trace: of a tool, or of a model with its route and what it wrote. */
import { Cpu } from "lucide-react";
import { RouteReason } from "../chat/route-reason.tsx";
import { ToolCard } from "../chat/tool-card.tsx";
import { countText, durationText, moneyText } from "../parts/format.ts";
import { StateMark } from "../parts/state-mark.tsx";
import type { ModelUse, Use } from "../story/story.ts";
import { texts } from "../texts/texts.ts";
import { SeenCall } from "./seen-call.tsx";

export function UseCard({ run, use }: { readonly run: string; readonly use: Use }) {
  return use.kind === "tool" ? <ToolCard use={use} /> : <ModelCard run={run} use={use} />;
}

function ModelCard({ run, use }: { readonly run: string; readonly use: ModelUse }) {
  const { purpose, model, usage, cost, startedAt, endedAt, state, text, failure, attempt } = use;
  return (
    <details className="rounded-md border border-line bg-card text-xs">
      <summary className="figures flex h-8 list-none items-center gap-2 px-2 [&::-webkit-details-marker]:hidden">
        <Cpu aria-hidden="true" className="size-3.5 shrink-0 text-dim" />
        <span className="font-medium">{purpose}</span>
        <span className="min-w-0 flex-1 truncate text-dim">{model}</span>
        {attempt > 1 && <span className="text-warn">{texts.chat.trace.retries(attempt)}</span>}
        {usage !== undefined && (
          <span className="text-dim max-sm:hidden">
            {texts.chat.tokensInOut(countText(usage.inputTokens), countText(usage.outputTokens))}
          </span>
        )}
        {cost !== undefined && cost > 0 && <span className="text-dim">{moneyText(cost, texts.common.free)}</span>}
        {endedAt !== undefined && <span className="text-dim">{durationText(endedAt - startedAt)}</span>}
        <StateMark state={state} isBare={state !== "failed"} />
      </summary>
      <div className="space-y-2 border-t border-line p-2">
        <ul>
          <RouteReason use={use} />
        </ul>
        {failure !== undefined && <p className="text-bad">{failure.message}</p>}
        <SeenCall run={run} use={use} />
        {text !== undefined && text !== "" && (
          <pre
            data-scroll
            tabIndex={0}
            className="max-h-80 overflow-auto rounded-sm bg-inset p-2 font-mono break-words whitespace-pre-wrap"
          >
            {text}
          </pre>
        )}
      </div>
    </details>
  );
}
