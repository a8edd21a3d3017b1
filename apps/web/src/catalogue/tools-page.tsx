/** All tools by where they come from: what they do, and what it takes to allow them. */
import { useQuery } from "@tanstack/react-query";
import type { Tool } from "@thorp/client";
import { Wrench } from "lucide-react";
import { useState } from "react";
import { thorp } from "../app/thorp.ts";
import { texts } from "../texts/texts.ts";
import { Badge, type Tone } from "../ui/badge.tsx";
import { Empty, Waiting } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { TextField } from "../ui/field.tsx";
import { Page } from "../ui/page.tsx";

const words = texts.catalogue.tools;
/** Nothing is changed, sent or paid. */
const calm = new Set(["none", "read"]);

export function ToolsPage() {
  const [search, setSearch] = useState("");
  const { data, error, refetch } = useQuery({ queryKey: ["tools"], queryFn: () => thorp.tools() });
  const wanted = search.trim().toLowerCase();
  const found = data?.filter(({ name, capability, description, source }) =>
    `${name} ${capability} ${description} ${source.title}`.toLowerCase().includes(wanted),
  );
  const bySource = Map.groupBy(found ?? [], ({ source }) => source.id);
  return (
    <Page
      title={texts.app.pages.tools}
      about={words.about}
      actions={
        <TextField
          type="search"
          label={words.search}
          isLabelHidden
          placeholder={words.search}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="w-56!"
        />
      }
    >
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting rows={8} label={texts.common.loading} />}
      {found?.length === 0 && <Empty icon={Wrench} title={words.none} about={words.noneAbout} />}
      {[...bySource].map(([id, tools]) => (
        <SourceGroup key={id} tools={tools} />
      ))}
    </Page>
  );
}

/** `tools` is not empty; all are of one source. */
function SourceGroup({ tools }: { readonly tools: readonly Tool[] }) {
  const [first] = tools;
  if (first === undefined) return null;
  const { kind, title } = first.source;
  return (
    <section className="space-y-2" aria-label={title}>
      <h2 className="flex items-center gap-2">
        <span className="font-semibold">{title}</span>
        <Badge>{words.kinds[kind]}</Badge>
        <span className="text-xs text-dim">{words.count(tools.length)}</span>
      </h2>
      <ul className="grid gap-3 lg:grid-cols-2">
        {tools.map((tool) => (
          <ToolCard key={tool.name} tool={tool} />
        ))}
      </ul>
    </section>
  );
}

function ToolCard({ tool }: { readonly tool: Tool }) {
  const { name, ownName, description, effect, examples, teams } = tool;
  const tone: Tone = calm.has(effect) ? "good" : "warn";
  return (
    <li className="space-y-1.5 rounded-lg border border-line bg-card p-4">
      <h3 className="flex flex-wrap items-center gap-2">
        <span className="font-mono font-medium break-all">{name}</span>
        <Badge tone={tone}>{words.effects[effect] ?? effect}</Badge>
        {ownName !== name && <span className="text-xs text-dim">{words.calledThere(ownName)}</span>}
      </h3>
      <p className="text-dim">{description}</p>
      {examples.length > 0 && (
        <p className="text-xs text-dim">
          {words.examples}: {examples.slice(0, 2).join(" · ")}
        </p>
      )}
      <p className="text-xs text-dim">
        {words.teams}: {teams.length === 0 ? words.noTeam : teams.join(", ")}
      </p>
    </li>
  );
}
