/** All models: which can be called now, what they cost, and why one cannot. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Model } from "@thorp/client";
import { Boxes, RefreshCw } from "lucide-react";
import { useState } from "react";
import { notifyFailure } from "../app/notices.ts";
import { thorp } from "../app/thorp.ts";
import { tierTones } from "../chat/tier-tones.ts";
import { texts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Empty, Waiting } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { SwitchField, TextField } from "../ui/field.tsx";
import { Page } from "../ui/page.tsx";
import { ModelActions } from "./model-actions.tsx";
import { priceText } from "./price-text.ts";
import { ServerSection } from "./server-section.tsx";

const words = texts.catalogue.models;

export function ModelsPage() {
  const queries = useQueryClient();
  const [search, setSearch] = useState("");
  const [isOnlyReady, setOnlyReady] = useState(false);
  const [isChecking, setChecking] = useState(false);
  const { data, error, refetch } = useQuery({ queryKey: ["models"], queryFn: () => thorp.models() });
  const check = (): void => {
    setChecking(true);
    thorp
      .models({ check: true })
      .then((models) => queries.setQueryData(["models"], models))
      .catch(notifyFailure)
      .finally(() => setChecking(false));
  };
  const wanted = search.trim().toLowerCase();
  const found = data?.filter(
    ({ id, aliases, obstacle }) =>
      (!isOnlyReady || obstacle === undefined) && `${id} ${aliases.join(" ")}`.toLowerCase().includes(wanted),
  );
  return (
    <Page
      title={texts.app.pages.models}
      about={words.about}
      actions={
        <>
          <SwitchField label={words.onlyReady} isOn={isOnlyReady} onChange={setOnlyReady} />
          <TextField
            type="search"
            label={words.search}
            isLabelHidden
            placeholder={words.search}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="w-48!"
          />
          <Button icon={RefreshCw} disabled={isChecking} onClick={check}>
            {words.check}
          </Button>
        </>
      }
    >
      <ServerSection />
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting rows={8} label={texts.common.loading} />}
      {found?.length === 0 && <Empty icon={Boxes} title={words.empty} about={texts.catalogue.tools.noneAbout} />}
      {found !== undefined && found.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-card">
          {found.map((model) => (
            <ModelRow key={model.id} model={model} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function ModelRow({ model }: { readonly model: Model }) {
  const { id, tier, context, price, obstacle, aliases } = model;
  return (
    <li className="figures grid gap-x-4 gap-y-1 px-4 py-2.5 md:grid-cols-[minmax(0,2fr)_minmax(0,2fr)_13rem]">
      <div className="min-w-0">
        <h2 className="flex items-center gap-2">
          <span className="truncate font-medium">{id}</span>
          <Badge tone={tierTones[tier]}>{texts.common.tiers[tier]}</Badge>
          <Badge tone={obstacle === undefined ? "good" : "warn"}>
            {obstacle === undefined ? words.ready : words.notReady}
          </Badge>
        </h2>
        {aliases.length > 0 && (
          <p className="truncate text-xs text-dim">
            {words.aliases} {aliases.join(", ")}
          </p>
        )}
      </div>
      <div className="min-w-0 text-xs text-dim">
        <p>
          {words.context(context.toLocaleString("en"))} · {priceText(price)}
        </p>
        {obstacle !== undefined && <p className="text-warn first-letter:uppercase">{obstacle}</p>}
      </div>
      <ModelActions model={model} />
    </li>
  );
}
