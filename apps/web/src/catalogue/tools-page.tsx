/** All tools: what they do, and what it takes to allow them. */
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
const calm = new Set(["read", "compute", "none", "pure"]);

export function ToolsPage() {
  const [search, setSearch] = useState("");
  const { data, error, refetch } = useQuery({ queryKey: ["tools"], queryFn: () => thorp.tools() });
  const wanted = search.trim().toLowerCase();
  const found = data?.filter((tool) =>
    `${tool.name} ${tool.capability} ${tool.description}`.toLowerCase().includes(wanted),
  );
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
      <ul className="grid gap-3 lg:grid-cols-2">
        {found?.map((tool) => (
          <ToolCard key={tool.name} tool={tool} />
        ))}
      </ul>
    </Page>
  );
}

function ToolCard({ tool: { name, description, effect, examples, teams } }: { readonly tool: Tool }) {
  const tone: Tone = calm.has(effect) ? "good" : "warn";
  return (
    <li className="space-y-1.5 rounded-lg border border-line bg-card p-4">
      <h2 className="flex items-center gap-2">
        <span className="font-mono font-medium">{name}</span>
        <Badge tone={tone}>{effect}</Badge>
      </h2>
      <p className="text-dim">{description}</p>
      {examples.length > 0 && (
        <p className="text-xs text-dim">
          {words.examples}: {examples.slice(0, 2).join(" · ")}
        </p>
      )}
      {teams.length > 0 && (
        <p className="text-xs text-dim">
          {words.teams}: {teams.join(", ")}
        </p>
      )}
    </li>
  );
}
