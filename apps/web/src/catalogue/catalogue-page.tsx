/** What there is to work with: teams and their agents, models and their state, tools and what they do. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { thorp } from "../app/thorp.ts";
import { words } from "../words.ts";

export interface CataloguePageProps {
  readonly page: "teams" | "models" | "tools";
}

export function CataloguePage({ page }: CataloguePageProps) {
  return (
    <div className="h-full overflow-auto p-4" tabIndex={0} role="region" aria-label={words.pages[page]}>
      <h1 className="mb-3 text-xl font-semibold">{words.pages[page]}</h1>
      {page === "teams" ? <Teams /> : page === "models" ? <Models /> : <Tools />}
    </div>
  );
}

function Teams() {
  const { data = [], error } = useQuery({ queryKey: ["teams"], queryFn: () => thorp.teams() });
  return (
    <Cards error={error}>
      {data.map(({ name, title, description, agents }) => (
        <Card key={name} title={title} about={description}>
          <ul className="mt-2 space-y-1">
            {agents.map((agent) => (
              <li key={agent.name}>
                <strong className="font-medium">{agent.name}</strong> <span className="text-dim">({agent.kind})</span>{" "}
                {agent.description}
              </li>
            ))}
          </ul>
        </Card>
      ))}
    </Cards>
  );
}

function Models() {
  const { data = [], error } = useQuery({ queryKey: ["models"], queryFn: () => thorp.models() });
  return (
    <Cards error={error}>
      {data.map(({ id, tier, context, price, obstacle, aliases }) => (
        <Card key={id} title={id} about={`${tier} · ${context.toLocaleString()} tokens`}>
          {price !== undefined && (
            <p>
              {price.input + price.output === 0 ? words.free : `$${price.input} / $${price.output} per million tokens`}
            </p>
          )}
          {obstacle !== undefined && <p className="text-warn">{obstacle}</p>}
          {aliases.length > 0 && <p className="text-dim">{aliases.join(", ")}</p>}
        </Card>
      ))}
    </Cards>
  );
}

function Tools() {
  const { data = [], error } = useQuery({ queryKey: ["tools"], queryFn: () => thorp.tools() });
  return (
    <Cards error={error}>
      {data.map(({ name, description, effect, examples }) => (
        <Card key={name} title={name} about={description}>
          <p className="text-dim">{effect}</p>
          <p className="text-dim">{examples.slice(0, 2).join(" · ")}</p>
        </Card>
      ))}
    </Cards>
  );
}

function Cards({ error, children }: { readonly error: Error | null; readonly children: ReactNode }) {
  if (error !== null) return <p role="alert">{error.message}</p>;
  return <ul className="grid gap-3 text-sm lg:grid-cols-2">{children}</ul>;
}

interface CardProps {
  readonly title: string;
  readonly about: string;
  readonly children: ReactNode;
}

function Card({ title, about, children }: CardProps) {
  return (
    <li className="rounded border border-line bg-card p-3">
      <h2 className="font-semibold">{title}</h2>
      <p className="text-dim">{about}</p>
      {children}
    </li>
  );
}
