/** The first screen: useful before anything is set up, and where to go when nothing is. */
import { useQuery } from "@tanstack/react-query";
import { ArrowUpRight, Plug } from "lucide-react";
import { Link } from "../app/link.tsx";
import { thorp } from "../app/thorp.ts";
import { texts } from "../texts/texts.ts";

const words = texts.chat;

export function Welcome({ onAsk }: { readonly onAsk: (text: string) => void }) {
  const { data: models } = useQuery({ queryKey: ["models"], queryFn: () => thorp.models() });
  const isConnected = models?.some((model) => model.tier !== "embedded" && model.obstacle === undefined) ?? true;
  return (
    <section className="flex flex-col gap-6 pt-[8vh]">
      <div>
        <h1 className="text-2xl font-semibold tracking-tight">{words.title}</h1>
        <p className="mt-1 max-w-prose text-dim">{words.about}</p>
      </div>
      {!isConnected && (
        <div className="flex flex-wrap items-center gap-3 rounded-lg border border-line bg-card p-3">
          <Plug aria-hidden="true" className="size-4 shrink-0 text-accent" />
          <p className="min-w-60 flex-1 text-dim">{words.firstRun}</p>
          <Link
            to={{ page: "settings", section: "providers" }}
            className="flex h-9 items-center rounded-md border border-line px-3 hover:bg-inset"
          >
            {words.connect}
          </Link>
        </div>
      )}
      <div>
        <h2 className="mb-2 text-xs font-medium text-dim">{words.tryThese}</h2>
        <ul className="grid gap-2 sm:grid-cols-2">
          {words.examples.map((text) => (
            <li key={text}>
              <button
                type="button"
                onClick={() => onAsk(text)}
                className="group flex h-full w-full items-start gap-2 rounded-lg border border-line bg-card p-3 text-left hover:border-line-strong"
              >
                <span className="flex-1">{text}</span>
                <ArrowUpRight aria-hidden="true" className="size-4 shrink-0 text-dim group-hover:text-accent" />
              </button>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
