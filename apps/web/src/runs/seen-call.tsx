/** What a model call saw: its messages and tools, rebuilt from the journal when somebody asks. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { thorp } from "../app/thorp.ts";
import type { ModelUse } from "../story/story.ts";
import { texts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Waiting } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { type PromptMessage, textOfMessage } from "./prompt-text.ts";

const words = texts.runs.seen;

export function SeenCall({ run, use: { path, step } }: { readonly run: string; readonly use: ModelUse }) {
  const [isOpen, setOpen] = useState(false);
  const { data, error } = useQuery({
    queryKey: ["seen", run, path, step],
    queryFn: () => thorp.runs.call(run, { path, step }),
    enabled: isOpen,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!isOpen)
    return (
      <Button size="small" onClick={() => setOpen(true)}>
        {words.show}
      </Button>
    );
  if (error !== null) return <Failure error={error} />;
  if (data === undefined) return <Waiting rows={2} label={texts.common.loading} />;
  return (
    <div className="space-y-2">
      {!data.isExact && <p className="text-warn">{words.notExact}</p>}
      {data.notices.map((notice) => (
        <p key={notice} className="text-dim">
          {notice}
        </p>
      ))}
      {(data.messages as readonly PromptMessage[]).map((message, index) => (
        <div key={index}>
          <Badge>{message.role}</Badge>
          <pre
            data-scroll
            tabIndex={0}
            className="mt-1 max-h-80 overflow-auto rounded-sm bg-inset p-2 font-mono break-words whitespace-pre-wrap"
          >
            {textOfMessage(message)}
          </pre>
        </div>
      ))}
      {data.tools.length > 0 && (
        <p className="text-dim">
          {words.tools}: {data.tools.map(({ name }) => name).join(", ")}
        </p>
      )}
    </div>
  );
}
