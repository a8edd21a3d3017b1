/** From nothing to a connected model: what to do, and a check of what the servers say. */
import { useQuery } from "@tanstack/react-query";
import type { Model } from "@thorp/client";
import { RefreshCw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Link } from "../app/link.tsx";
import { notifyFailure } from "../app/notices.ts";
import { queries } from "../app/queries.ts";
import { thorp } from "../app/thorp.ts";
import { texts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Section } from "../ui/page.tsx";
import { ProviderKey } from "./provider-key.tsx";
import { ProviderList } from "./provider-list.tsx";

const words = texts.settings.providers;

export function ProviderSection() {
  const { data: models = [] } = useQuery({ queryKey: ["models"], queryFn: () => thorp.models() });
  const of = (provider: string): readonly Model[] => models.filter((model) => model.provider === provider);
  return (
    <>
      <p className="max-w-prose text-dim">{words.about}</p>
      <Section title={words.rules} actions={<State models={of("rules")} />}>
        <p className="text-dim">{words.rulesAbout}</p>
      </Section>
      <Section title={words.ollama} actions={<State models={of("ollama")} />}>
        <Steps steps={words.ollamaSteps} models={of("ollama")}>
          <span className="mt-1 flex items-center gap-2 rounded-md bg-inset py-1 pr-1 pl-2.5">
            <code className="flex-1 font-mono text-xs whitespace-pre-wrap">{words.ollamaCommand}</code>
            <CopyButton text={words.ollamaCommand} />
          </span>
        </Steps>
      </Section>
      <Section title={words.openrouter} actions={<State models={of("openrouter")} />}>
        <Steps steps={words.openrouterSteps} models={of("openrouter")}>
          <ProviderKey label={words.openrouterKey} variable="OPENROUTER_API_KEY" />
        </Steps>
      </Section>
      <ProviderList />
      <Link to={{ page: "models" }} className="text-accent hover:underline">
        {words.all}
      </Link>
    </>
  );
}

function State({ models }: { readonly models: readonly Model[] }) {
  const ready = models.filter(({ obstacle }) => obstacle === undefined).length;
  return <Badge tone={ready > 0 ? "good" : "plain"}>{ready > 0 ? words.readyModels(ready) : words.nothing}</Badge>;
}

interface StepsProps {
  readonly steps: readonly string[];
  readonly models: readonly Model[];
  /** Belongs to the second step. */
  readonly children: ReactNode;
}

function Steps({ steps, models, children }: StepsProps) {
  const [isChecking, setChecking] = useState(false);
  const check = (): void => {
    setChecking(true);
    thorp
      .models({ check: true })
      .then((found) => queries.setQueryData(["models"], found))
      .catch(notifyFailure)
      .finally(() => setChecking(false));
  };
  const isReady = models.some(({ obstacle }) => obstacle === undefined);
  const obstacle = isReady ? undefined : models[0]?.obstacle;
  return (
    <div className="space-y-3">
      <ol className="list-decimal space-y-1.5 pl-5">
        {steps.map((step, index) => (
          <li key={step}>
            {step}
            {index === 1 && children}
          </li>
        ))}
      </ol>
      {obstacle !== undefined && <p className="text-xs break-words text-warn first-letter:uppercase">{obstacle}</p>}
      <Button icon={RefreshCw} size="small" disabled={isChecking} onClick={check}>
        {words.check}
      </Button>
    </div>
  );
}
