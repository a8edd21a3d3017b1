/** All tools by where they come from: what they do, whether they would work now, and what is wrong with their sources. */
import { useQuery } from "@tanstack/react-query";
import type { Tool } from "@thorp/client";
import { Wrench } from "lucide-react";
import { useState } from "react";
import { thorp } from "../app/thorp.ts";
import { texts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Empty, Waiting } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { ChoiceField, TextField } from "../ui/field.tsx";
import { Page } from "../ui/page.tsx";
import { type SourceTools, sourcesOf } from "./sources-of-tools.ts";
import { ToolEntry } from "./tool-entry.tsx";

const words = texts.catalogue.tools;
const states = ["ready", "lacking", "failing", "changed", "new"] as const satisfies readonly Tool["status"][];

export function ToolsPage() {
  const [search, setSearch] = useState("");
  const [status, setStatus] = useState("");
  const { data, error, refetch } = useQuery({ queryKey: ["tools"], queryFn: () => thorp.tools() });
  const problems = useQuery({ queryKey: ["tools", "problems"], queryFn: () => thorp.toolAdmin.problems() });
  const wanted = { words: search, status };
  const sources = data === undefined ? undefined : sourcesOf(data, problems.data ?? [], wanted);
  return (
    <Page
      title={texts.app.pages.tools}
      about={words.about}
      actions={
        <>
          <TextField
            type="search"
            label={words.search}
            isLabelHidden
            placeholder={words.search}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="w-56!"
          />
          <ChoiceField
            label={words.status}
            isLabelHidden
            value={status}
            onChoose={setStatus}
            options={[
              { value: "", label: words.anyStatus },
              ...states.map((value) => ({ value, label: words.statuses[value] })),
            ]}
            className="w-36!"
          />
        </>
      }
    >
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {sources === undefined && error === null && <Waiting rows={8} label={texts.common.loading} />}
      {sources?.length === 0 && <Empty icon={Wrench} title={words.none} about={words.noneAbout} />}
      {sources?.map((source) => (
        <SourceGroup key={source.id} source={source} />
      ))}
    </Page>
  );
}

function SourceGroup({ source: { title, kind, tools, problems } }: { readonly source: SourceTools }) {
  return (
    <section className="space-y-2" aria-label={title}>
      <h2 className="flex flex-wrap items-center gap-2">
        <span className="font-semibold break-all">{title}</span>
        {kind !== undefined && <Badge>{words.kinds[kind]}</Badge>}
        <span className="text-xs text-dim">{words.count(tools.length)}</span>
      </h2>
      {problems.map(({ tool, message, hint }) => (
        <Failure
          key={`${tool} ${message}`}
          tone="warn"
          error={{ message: tool === undefined ? message : `${tool}: ${message}`, hint }}
        />
      ))}
      <ul className="grid gap-3 lg:grid-cols-2">
        {tools.map((tool) => (
          <ToolEntry key={tool.name} tool={tool} />
        ))}
      </ul>
    </section>
  );
}
