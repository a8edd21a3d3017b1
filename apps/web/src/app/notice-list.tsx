/** The notices, in a corner above the request, so that it can be sent meanwhile; read out as they come. */
import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Link } from "./link.tsx";
import { dismissNotice, type Notice, useNotices } from "./notices.ts";

const icons = { plain: Info, good: CircleCheck, bad: CircleAlert } as const;
const colours = { plain: "text-dim", good: "text-good", bad: "text-bad" } as const;

export function NoticeList() {
  const notices = useNotices();
  return (
    <section
      aria-label={texts.app.notices}
      aria-live="polite"
      className="pointer-events-none fixed inset-x-2 bottom-28 z-50 flex flex-col items-end gap-2 sm:left-auto sm:w-96"
    >
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function NoticeCard({ notice: { id, tone, text, hint, conversation } }: { readonly notice: Notice }) {
  const Icon = icons[tone];
  return (
    <div className="pointer-events-auto flex w-full items-start gap-2 rounded-md border border-line bg-card p-3 shadow-float">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${colours[tone]}`} />
      <div className="min-w-0 flex-1 break-words">
        {conversation === undefined ? (
          <p>{text}</p>
        ) : (
          <Link to={{ page: "chat", conversation }} className="hover:underline">
            {text}
          </Link>
        )}
        {hint !== undefined && <p className="text-xs text-dim">{hint}</p>}
      </div>
      <Button look="quiet" size="small" icon={X} label={texts.app.dismiss} onClick={() => dismissNotice(id)} />
    </div>
  );
}
