/** One call of a tool: what was called with what, how it went, and what came out, folded away. */
import { Wrench } from "lucide-react";
import { useState } from "react";
import { durationText, timeText } from "../parts/format.ts";
import { JsonView } from "../parts/json-view.tsx";
import { StateMark } from "../parts/state-mark.tsx";
import type { ToolUse } from "../story/story.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";

const words = texts.chat;

export function ToolCard({ use }: { readonly use: ToolUse }) {
  const { tool, input, state, startedAt, endedAt, cachedAt } = use;
  return (
    <details className="group rounded-md border border-line bg-card text-xs">
      <summary className="flex h-8 list-none items-center gap-2 px-2 [&::-webkit-details-marker]:hidden">
        <Wrench aria-hidden="true" className="size-3.5 shrink-0 text-dim" />
        <span className="font-mono font-medium">{tool}</span>
        <span className="min-w-0 flex-1 truncate font-mono text-dim">{shortInput(input)}</span>
        {cachedAt !== undefined && <span className="text-dim">{words.keptSince(timeText(cachedAt))}</span>}
        {endedAt !== undefined && <span className="figures text-dim">{durationText(endedAt - startedAt)}</span>}
        <StateMark state={state} isBare={state !== "failed"} />
      </summary>
      <ToolDetails use={use} />
    </details>
  );
}

function ToolDetails({ use: { input, text, failure, step, attempt, agent } }: { readonly use: ToolUse }) {
  const [isRaw, setRaw] = useState(false);
  return (
    <div className="space-y-2 border-t border-line p-2">
      <div className="flex items-center justify-between gap-2">
        <h4 className="font-medium text-dim">{words.arguments}</h4>
        <Button look="quiet" size="small" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
          {words.raw}
        </Button>
      </div>
      {isRaw ? (
        <pre data-scroll tabIndex={0} className="overflow-x-auto rounded-sm bg-inset p-2 font-mono">
          {JSON.stringify({ step, attempt, agent, input, failure }, null, 2)}
        </pre>
      ) : (
        <JsonView value={input} />
      )}
      {failure !== undefined && <p className="text-bad">{failure.message}</p>}
      {text !== undefined && <Output text={text} />}
    </div>
  );
}

const SHORT = 600;

function Output({ text }: { readonly text: string }) {
  const [isWhole, setWhole] = useState(false);
  return (
    <div>
      <div className="flex items-center justify-between">
        <h4 className="font-medium text-dim">{words.output}</h4>
        <CopyButton text={text} />
      </div>
      <pre
        data-scroll
        tabIndex={0}
        className="max-h-80 overflow-auto rounded-sm bg-inset p-2 font-mono break-words whitespace-pre-wrap"
      >
        {text === "" ? words.noOutput : isWhole ? text : text.slice(0, SHORT)}
        {!isWhole && text.length > SHORT && "…"}
      </pre>
      {!isWhole && text.length > SHORT && (
        <Button look="quiet" size="small" onClick={() => setWhole(true)}>
          {words.moreOutput}
        </Button>
      )}
    </div>
  );
}

function shortInput(input: ToolUse["input"]): string {
  if (typeof input !== "object" || input === null) return JSON.stringify(input);
  return Object.values(input)
    .map((value) => (typeof value === "string" ? value : JSON.stringify(value)))
    .join(", ")
    .slice(0, 200);
}
