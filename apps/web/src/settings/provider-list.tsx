/** Everybody whom models can come from, each with a test: does it answer, and what can its cheapest model do. */
import { useQuery } from "@tanstack/react-query";
import type { Model, TestedModel } from "@thorp/client";
import { Zap } from "lucide-react";
import { useState } from "react";
import { queries } from "../app/queries.ts";
import { thorp } from "../app/thorp.ts";
import { CheckList } from "../catalogue/check-list.tsx";
import { useAnswer } from "../chat/use-answer.ts";
import { texts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/failure.tsx";
import { Section } from "../ui/page.tsx";

const words = texts.settings.providers;

export function ProviderList() {
  const { data: models = [] } = useQuery({ queryKey: ["models"], queryFn: () => thorp.models() });
  const byProvider = Map.groupBy(models, ({ provider }) => provider);
  return (
    <Section title={words.list} about={words.listAbout}>
      <ul className="divide-y divide-line">
        {[...byProvider].map(([name, own]) => (
          <ProviderRow key={name} name={name} models={own} />
        ))}
      </ul>
    </Section>
  );
}

interface ProviderRowProps {
  readonly name: string;
  readonly models: readonly Model[];
}

function ProviderRow({ name, models }: ProviderRowProps) {
  const { error, isSending, send } = useAnswer();
  const [checks, setChecks] = useState<TestedModel["checks"]>();
  const ready = models.filter(({ obstacle }) => obstacle === undefined).length;
  const test = async (): Promise<void> => {
    setChecks(undefined);
    const all = await thorp.models({ check: true });
    queries.setQueryData(["models"], all);
    const model = cheapestReady(all.filter(({ provider }) => provider === name));
    if (model !== undefined && model.tier !== "embedded") setChecks((await thorp.modelAdmin.test(model.id)).checks);
  };
  return (
    <li className="space-y-1.5 py-2.5" aria-label={name}>
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-medium">{name}</h3>
        <Badge>{texts.common.tiers[models[0]?.tier ?? "local"]}</Badge>
        <Badge tone={ready > 0 ? "good" : "plain"}>{ready > 0 ? words.readyModels(ready) : words.nothing}</Badge>
        <Button size="small" icon={Zap} className="ml-auto" disabled={isSending} onClick={() => send(test)}>
          {isSending ? texts.catalogue.models.working : texts.catalogue.models.test}
        </Button>
      </div>
      {ready === 0 && models[0]?.obstacle !== undefined && (
        <p className="text-xs break-words text-dim">{models[0].obstacle}</p>
      )}
      {error !== undefined && <Failure error={error} />}
      {checks !== undefined && <CheckList checks={checks} />}
    </li>
  );
}

/** Of those that write; the price of an answer decides. */
function cheapestReady(models: readonly Model[]): Model | undefined {
  return models
    .filter(({ obstacle, capabilities }) => obstacle === undefined && !capabilities.includes("embedding"))
    .toSorted((a, b) => (a.price?.output ?? 0) - (b.price?.output ?? 0))[0];
}
