/** What can be done with a run as a whole. */
import { useQueryClient } from "@tanstack/react-query";
import { Download, MessageSquare, Square } from "lucide-react";
import { addressOf } from "../app/base-path.ts";
import { Link } from "../app/link.tsx";
import { notifyFailure } from "../app/notices.ts";
import { thorp } from "../app/thorp.ts";
import type { Story } from "../story/story.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";

const words = texts.runs;

export function RunActions({ run, story }: { readonly run: string; readonly story: Story }) {
  const queries = useQueryClient();
  const stop = (): void =>
    void thorp.runs
      .cancel(run)
      .then(() => queries.invalidateQueries({ queryKey: ["runs"] }))
      .catch(notifyFailure);
  return (
    <div className="ml-auto flex flex-wrap gap-2">
      {story.request !== undefined && (
        <Link
          to={{ page: "chat", conversation: story.request.conversation }}
          className="inline-flex h-7 items-center gap-1.5 rounded-md border border-line bg-card px-2 text-xs hover:bg-inset"
        >
          <MessageSquare aria-hidden="true" className="size-3.5" />
          {words.toConversation}
        </Link>
      )}
      <a
        href={addressOf(`/api/runs/${encodeURIComponent(run)}/events`)}
        download={`${run}.json`}
        className="inline-flex h-7 items-center gap-1.5 rounded-md border border-line bg-card px-2 text-xs hover:bg-inset"
      >
        <Download aria-hidden="true" className="size-3.5" />
        {words.exportEvents}
      </a>
      {story.endedAt === undefined && (
        <Button size="small" icon={Square} onClick={stop}>
          {words.stop}
        </Button>
      )}
    </div>
  );
}
