/** What a tool needs beside its arguments: whether it is there, where to get it, and where to put it. */
import type { Tool } from "@thorp/client";
import { Check, KeyRound } from "lucide-react";
import { Link } from "../app/link.tsx";
import { texts } from "../texts/texts.ts";

const words = texts.catalogue.tools.needs;
const linkLook = "text-accent underline underline-offset-2";

export function ToolNeeds({ needs }: Pick<Tool, "needs">) {
  const shown = needs.filter(({ kind }) => kind !== "sandbox");
  const isCaged = shown.length < needs.length;
  if (needs.length === 0) return null;
  return (
    <ul className="space-y-0.5 text-xs">
      {shown.map((need) => (
        <Need key={need.env} need={need} />
      ))}
      {isCaged && <li className="text-dim">{words.sandbox}</li>}
    </ul>
  );
}

function Need({
  need: { kind, env = "", isMet, isOptional = false, where, what },
}: {
  readonly need: Tool["needs"][number];
}) {
  const Icon = isMet ? Check : KeyRound;
  const isMissed = !isMet && !isOptional;
  return (
    <li className="flex flex-wrap items-center gap-x-1.5">
      <Icon
        aria-hidden="true"
        className={`size-3.5 shrink-0 ${isMet ? "text-good" : isMissed ? "text-warn" : "text-dim"}`}
      />
      <span className="font-mono break-all">{env}</span>
      <span className={isMissed ? "text-warn" : "text-dim"}>
        {isMet ? words.met : isOptional ? words.optional : words.missing[kind]}
      </span>
      {what !== undefined && <span className="text-dim">{what}</span>}
      {!isMet && where !== undefined && <Where where={where} />}
      {!isMet && (
        <Link
          to={{ page: "settings", section: "credentials", variable: env }}
          className={linkLook}
          label={words.storeLabel(env)}
        >
          {words.store}
        </Link>
      )}
    </li>
  );
}

/** What stands in a description of somebody else becomes a link only where it leads to a page. */
function Where({ where }: { readonly where: string }) {
  if (!/^https?:\/\/\S+$/.test(where)) return <span className="text-dim">{where}</span>;
  return (
    <a href={where} target="_blank" rel="noreferrer noopener" className={linkLook} title={where}>
      {words.get}
    </a>
  );
}
