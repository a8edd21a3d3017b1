/** Model servers of one's own: do they answer, how busy are they, what do they hold; and a model more. */
import { useQuery } from "@tanstack/react-query";
import type { ModelServer } from "@thorp/client";
import { Download, Server } from "lucide-react";
import { useState } from "react";
import { thorp } from "../app/thorp.ts";
import { useIsAdmin } from "../login/use-session.ts";
import { bytesText, timeText } from "../parts/format.ts";
import { texts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Empty, Waiting } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { TextField } from "../ui/field.tsx";
import { Section } from "../ui/page.tsx";
import { PullProgress } from "./pull-progress.tsx";
import { usePull } from "./use-pull.ts";

const words = texts.catalogue.servers;

export function ServerSection() {
  const isAdmin = useIsAdmin();
  const { data, error, refetch } = useQuery({
    queryKey: ["model-servers"],
    queryFn: () => thorp.modelAdmin.servers(),
    refetchInterval: 5_000,
  });
  return (
    <Section title={words.name} about={words.about}>
      <div className="space-y-3">
        {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Waiting rows={2} label={texts.common.loading} />}
        {data?.length === 0 && <Empty icon={Server} title={words.empty} about={words.emptyAbout} />}
        <ul className="divide-y divide-line">
          {data?.map((server) => (
            <ServerRow key={server.server} server={server} />
          ))}
        </ul>
        {isAdmin && data?.some(({ kind }) => kind === "ollama") && <PullForm />}
      </div>
    </Section>
  );
}

function ServerRow({ server }: { readonly server: ModelServer }) {
  const { server: name, url, kind, slots, running, problem, process, models } = server;
  return (
    <li className="figures space-y-1 py-2.5" aria-label={name}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium">{name}</h3>
        <Badge tone={problem === undefined ? "good" : "plain"}>
          {problem === undefined ? words.answers : words.silent}
        </Badge>
        {process !== undefined && <Badge>{words.process(process.state)}</Badge>}
        <span className="text-xs text-dim">{words.slots(running, slots)}</span>
        <span className="min-w-0 flex-1 truncate text-right text-xs text-dim max-sm:basis-full max-sm:text-left">
          {kind} · {url}
        </span>
      </div>
      {problem !== undefined && <p className="text-xs break-words text-dim">{problem}</p>}
      {models.length > 0 && (
        <ul aria-label={words.inMemory} className="space-y-0.5 text-xs text-dim">
          {models.map((model) => (
            <li key={model.model} className="flex flex-wrap gap-x-3">
              <span className="text-ink">{model.model}</span>
              <span>{holdText(model)}</span>
            </li>
          ))}
        </ul>
      )}
      {problem === undefined && models.length === 0 && <p className="text-xs text-dim">{words.nothingLoaded}</p>}
    </li>
  );
}

/** What one model takes of its server, as far as the server tells. */
function holdText({ bytes, bytesOnGpu, context, expiresAt, state }: ModelServer["models"][number]): string {
  return [
    ...(bytes === undefined ? [] : [bytesText(bytes)]),
    ...(bytesOnGpu === undefined || bytesOnGpu === 0 ? [] : [words.onGpu(bytesText(bytesOnGpu))]),
    ...(context === undefined ? [] : [texts.catalogue.models.context(context.toLocaleString("en"))]),
    ...(expiresAt === undefined ? [] : [words.until(timeText(expiresAt))]),
    ...(state === undefined ? [] : [state]),
  ].join(" · ");
}

function PullForm() {
  const [model, setModel] = useState("");
  const [asked, setAsked] = useState("");
  const { state, pull, stop } = usePull();
  return (
    <form
      className="space-y-2 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(model.trim());
        void pull(model.trim());
      }}
    >
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-0 flex-1 sm:max-w-xs">
          <TextField
            label={words.fetch}
            placeholder={words.fetchExample}
            required
            spellCheck={false}
            value={model}
            onChange={(event) => setModel(event.target.value)}
          />
        </div>
        <Button type="submit" icon={Download} disabled={state.kind === "fetching" || model.trim() === ""}>
          {texts.catalogue.models.pull}
        </Button>
      </div>
      <PullProgress model={asked} state={state} onStop={stop} />
    </form>
  );
}
